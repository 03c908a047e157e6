using System.Net;
using NotifyPortal.Api;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Notifications.Api;

[Rule("7.3")]
public sealed class TopicsApiTests(ApiPortal portal) : IClassFixture<ApiPortal>
{
    [Theory]
    [InlineData("blog:tech", "blog:tech")]
    [InlineData("team%2Fcore%20%C3%A9", "team/core é")]
    [InlineData("50%2525", "50%25")]
    public async Task One_subscribes_lists_and_unsubscribes(string segment, string name)
    {
        using var carol = await portal.WithCookieAsync(await portal.App.AddPersonAsync($"carol-{Guid.NewGuid()}"));
        using var bob = await portal.WithKeyAsync($"{Scopes.InboxRead} {Scopes.InboxWrite}", portal.Bob);

        for (var i = 0; i < 2; i++)
        {
            await NoContentAsync(carol.PutAsync($"/api/v1/topics/{segment}/subscription", null));
        }

        Assert.Equal([name], await SubscriptionsAsync(carol));
        Assert.Empty(await SubscriptionsAsync(bob));

        for (var i = 0; i < 2; i++)
        {
            await NoContentAsync(carol.DeleteAsync($"/api/v1/topics/{segment}/subscription"));
        }

        Assert.Empty(await SubscriptionsAsync(carol));
    }

    [Fact]
    public async Task What_is_no_name_is_400()
    {
        using var alice = await portal.WithCookieAsync(portal.Alice);

        foreach (var segment in new[] { "%20", new string('x', 101) })
        {
            Assert.Equal(["topic"], await alice.PutAsync($"/api/v1/topics/{segment}/subscription", null).FaultsAsync());
            Assert.Equal(["topic"], await alice.DeleteAsync($"/api/v1/topics/{segment}/subscription").FaultsAsync());
        }
    }

    [Fact]
    public async Task An_admin_lists_subscribes_and_unsubscribes_others()
    {
        using var admin = await portal.WithKeyAsync(Scopes.Admin);
        const string Path = "/api/v1/admin/topics/release/subscribers";

        await NoContentAsync(admin.PutAsync($"{Path}/alice@example.org", null));
        await NoContentAsync(admin.PutAsync($"{Path}/alice@example.org", null));
        await NoContentAsync(admin.PutAsync($"{Path}/{portal.Bob.Id}", null));
        var first = await admin.GetAsync($"{Path}?limit=1").JsonAsync();
        var second = await admin.GetAsync($"{Path}?limit=1&cursor={first.Text("nextCursor")}").JsonAsync();

        Assert.Equal(("bob@example.org", 2), (first.GetProperty("items")[0].Text("email"), first.GetProperty("total").GetInt32()));
        Assert.Equal("Alice", second.GetProperty("items")[0].Text("name"));
        Assert.Equal("2026-03-10T12:00:00Z", second.GetProperty("items")[0].Text("since"));
        await NoContentAsync(admin.DeleteAsync($"{Path}/alice@example.org"));
        await NoContentAsync(admin.DeleteAsync($"{Path}/alice@example.org"));
        Assert.Equal(1, (await admin.GetAsync(Path).JsonAsync()).GetProperty("total").GetInt32());
        await admin.PutAsync($"{Path}/ghost@example.org", null).ProblemAsync(404);
        await admin.DeleteAsync($"{Path}/ghost@example.org").ProblemAsync(404);
        Assert.Equal(["cursor", "limit", "z"], await admin.GetAsync($"{Path}?limit=0&cursor=x&z=1").FaultsAsync());
    }

    [Fact]
    [Rule("7.1")]
    public async Task A_key_without_the_admin_scope_sends_to_a_topic()
    {
        using var alice = await portal.WithCookieAsync(portal.Alice);
        using var sender = await portal.WithKeyAsync(Scopes.NotificationsSend);
        await NoContentAsync(alice.PutAsync("/api/v1/topics/news/subscription", null));

        var preview = await sender.PostJsonAsync("/api/v1/notifications/preview", """{"topic": "news", "title": "x"}""").JsonAsync();
        var answer = await sender.PostJsonAsync("/api/v1/notifications", """{"topic": "news", "title": "x"}""").JsonAsync(HttpStatusCode.Created);

        Assert.Equal("{\"recipients\":1,\"muted\":0,\"moduleOff\":false}", preview.GetRawText());
        Assert.Equal(1, answer.GetProperty("created").GetInt32());
        var why = await alice.GetAsync($"/api/v1/inbox/{answer.Text("notificationId")}/why").JsonAsync();
        Assert.Equal(("topic", "news"), (why.Text("rule"), why.Text("topic")));
    }

    private static async Task<IEnumerable<string>> SubscriptionsAsync(HttpClient client) =>
        (await client.GetAsync("/api/v1/topics/subscriptions").JsonAsync()).GetProperty("topics").EnumerateArray().Select(t => t.GetString()!);

    private static async Task NoContentAsync(Task<HttpResponseMessage> sending)
    {
        using var response = await sending;
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }
}
