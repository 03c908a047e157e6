using System.Text.Json;
using NotifyPortal.Accounts;
using NotifyPortal.Api;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Notifications.Api;

public sealed class InboxBulkApiTests(ApiPortal portal) : IClassFixture<ApiPortal>, IAsyncLifetime
{
    private HttpClient client = default!;
    private PortalUser user = default!;

    public async ValueTask InitializeAsync()
    {
        user = await portal.App.AddUserAsync($"u{Guid.NewGuid():N}");
        client = await portal.WithKeyAsync($"{Scopes.InboxRead} {Scopes.InboxWrite}", user);
    }

    public ValueTask DisposeAsync()
    {
        client.Dispose();

        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("seen")]
    [InlineData("dismiss")]
    public async Task What_arrives_after_the_page_was_read_is_not_touched(string verb)
    {
        await portal.SendAsync(user);
        await portal.SendAsync(user);
        var watermark = (await client.GetAsync("/api/v1/inbox").JsonAsync()).Text("watermark");
        var late = await portal.SendAsync(user, "Late");

        Assert.Equal(2, await CountAsync(verb, $"{{\"upTo\":\"{watermark}\"}}"));
        Assert.Equal(0, await CountAsync(verb, $"{{\"upTo\":\"{watermark}\"}}"));

        Assert.True((await portal.InboxOf(user).FindAsync(late))!.Unread);
        Assert.Equal(1, await portal.InboxOf(user).CountUnreadAsync());
    }

    [Fact]
    public async Task A_type_narrows_it()
    {
        await portal.SendAsync(user, type: "posts.likes");
        var other = await portal.SendAsync(user);

        Assert.Equal(1, await CountAsync("seen", $"{{\"upTo\":\"{other}\",\"type\":\"posts\"}}"));

        Assert.True((await portal.InboxOf(user).FindAsync(other))!.Unread);
    }

    [Fact]
    public async Task Named_ones_and_no_others()
    {
        var first = await portal.SendAsync(user);
        var second = await portal.SendAsync(user);

        Assert.Equal(1, await CountAsync("dismiss", $"{{\"ids\":[\"{first}\",\"{first}\"]}}"));

        Assert.Null((await portal.InboxOf(user).FindAsync(second))!.DismissedAt);
    }

    [Fact]
    public async Task All_are_all_of_mine()
    {
        var other = await portal.SendAsync(portal.Bob);
        await portal.SendAsync(user);
        await portal.SendAsync(user);

        Assert.Equal(2, await CountAsync("dismiss", "{\"all\":true}"));

        Assert.True((await portal.InboxOf(portal.Bob).FindAsync(other))!.Unread);
    }

    [Fact]
    public async Task One_foreign_id_refuses_them_all_and_is_named()
    {
        var own = await portal.SendAsync(user);
        var foreign = await portal.SendAsync(portal.Bob);

        Assert.Equal(["ids[1]"], await client.PostJsonAsync("/api/v1/inbox/seen", $"{{\"ids\":[\"{own}\",\"{foreign}\"]}}").FaultsAsync());

        Assert.True((await portal.InboxOf(user).FindAsync(own))!.Unread);
        Assert.True((await portal.InboxOf(portal.Bob).FindAsync(foreign))!.Unread);
    }

    [Fact]
    public async Task Five_hundred_ids_are_the_most()
    {
        var own = await portal.SendAsync(user);
        string Body(int count) => JsonSerializer.Serialize(new { ids = Enumerable.Repeat($"{own}", count) });

        Assert.Equal(1, await CountAsync("seen", Body(500)));
        Assert.Equal(["ids"], await client.PostJsonAsync("/api/v1/inbox/seen", Body(501)).FaultsAsync());
    }

    [Theory]
    [Rule("5")]
    [InlineData("seen")]
    [InlineData("dismiss")]
    public async Task Many_at_once_are_taken_back_at_once(string verb)
    {
        await portal.SendAsync(user);
        await portal.SendAsync(user);
        var token = (await client.PostJsonAsync($"/api/v1/inbox/{verb}", "{\"all\":true}").JsonAsync()).Text("undoToken");

        var answer = await client.PostJsonAsync("/api/v1/inbox/undo", $"{{\"undoToken\":\"{token}\"}}").JsonAsync();

        Assert.Equal("{\"count\":2}", answer.GetRawText());
        Assert.Equal(2, await portal.InboxOf(user).CountUnreadAsync());
    }

    [Fact]
    [Rule("5")]
    public async Task One_that_was_changed_is_taken_back_by_its_owner_in_time_only()
    {
        var id = await portal.SendAsync(user);
        using var other = await portal.WithKeyAsync(Scopes.InboxWrite, portal.Bob);

        foreach (var verb in new[] { "seen", "unseen", "dismiss", "restore" })
        {
            var body = $"{{\"undoToken\":\"{(await client.PostAsync($"/api/v1/inbox/{id}/{verb}", null).JsonAsync()).Text("undoToken")}\"}}";

            await other.PostJsonAsync("/api/v1/inbox/undo", body).ProblemAsync(410);
            Assert.Equal("{\"count\":1}", (await client.PostJsonAsync("/api/v1/inbox/undo", body).JsonAsync()).GetRawText());
            await client.PostAsync($"/api/v1/inbox/{id}/{verb}", null).JsonAsync();
        }

        var late = (await client.PostAsync($"/api/v1/inbox/{id}/dismiss", null).JsonAsync()).Text("undoToken");
        portal.Clock.Advance(TimeSpan.FromSeconds(11));
        await client.PostJsonAsync("/api/v1/inbox/undo", $"{{\"undoToken\":\"{late}\"}}").ProblemAsync(410);
    }

    [Theory]
    [InlineData("{}", "undoToken")]
    [InlineData("{\"undoToken\":5}", "undoToken")]
    [InlineData("{\"undoToken\":\"x\"}", "undoToken")]
    [InlineData("{\"undoToken\":\"5\",\"z\":1}", "z")]
    public async Task An_undo_without_a_token_is_refused(string body, string field) =>
        Assert.Equal([field], (await client.PostJsonAsync("/api/v1/inbox/undo", body).FaultsAsync()).Distinct());

    [Theory]
    [InlineData("{}", "upTo")]
    [InlineData("{\"all\":false}", "upTo")]
    [InlineData("{\"all\":true,\"upTo\":\"5\"}", "upTo")]
    [InlineData("{\"all\":true,\"ids\":[\"1\"]}", "upTo")]
    [InlineData("{\"all\":\"true\"}", "all upTo")]
    [InlineData("{\"ids\":[]}", "ids")]
    [InlineData("{\"ids\":[1]}", "ids[0]")]
    [InlineData("{\"ids\":[\"x\"]}", "ids[0]")]
    [InlineData("{\"upTo\":5}", "upTo")]
    [InlineData("{\"upTo\":\"1.0\"}", "upTo")]
    [InlineData("{\"upTo\":\"9223372036854775808\"}", "upTo")]
    [InlineData("{\"upTo\":\"5\",\"type\":\"nonsense\"}", "type")]
    [InlineData("{\"all\":true,\"type\":\"posts\"}", "type")]
    [InlineData("{\"upTo\":\"5\",\"q\":\"x\"}", "q")]
    public async Task What_means_nothing_is_refused(string body, string fields)
    {
        Assert.Equal(fields.Split(' '), await client.PostJsonAsync("/api/v1/inbox/seen", body).FaultsAsync());
        Assert.Equal(fields.Split(' '), await client.PostJsonAsync("/api/v1/inbox/dismiss", body).FaultsAsync());
    }

    private async Task<int> CountAsync(string verb, string body) =>
        (await client.PostJsonAsync($"/api/v1/inbox/{verb}", body).JsonAsync()).GetProperty("count").GetInt32();
}
