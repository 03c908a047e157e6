using System.Text.Json;
using NotifyPortal.Accounts;
using NotifyPortal.Api;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Notifications.Api;

public sealed class InboxApiTests(ApiPortal portal) : IClassFixture<ApiPortal>
{
    [Fact]
    public async Task A_page_says_what_it_shows_and_what_there_is()
    {
        var (user, client) = await NewAsync("pia");
        var first = await portal.SendAsync(user, "First", "posts.likes");
        var second = await portal.SendAsync(user, "Second");
        await portal.InboxOf(user).MarkSeenAsync(first);

        var page = await client.GetAsync("/api/v1/inbox").JsonAsync();

        Assert.Equal([$"{second}", $"{first}"], Ids(page));
        Assert.Equal((2, 1, $"{second}", false), (page.GetProperty("total").GetInt32(), page.GetProperty("unreadCount").GetInt32(), page.Text("watermark"), page.GetProperty("hasMore").GetBoolean()));
        Assert.Equal(
            ["id", "position", "type", "action", "title", "text", "icon", "link", "severity", "actor", "actors", "actorCount", "actions", "metadata", "mode", "group",
                "collapseKey", "occurrences", "activity", "seenAt", "dismissedAt", "read", "createdAt", "updatedAt"],
            page.GetProperty("items")[0].EnumerateObject().Select(p => p.Name));
    }

    [Theory]
    [InlineData("", "3 2 1")]
    [InlineData("?status=all&dismissed=exclude&type=&q=&order=newest&limit=25&cursor=", "3 2 1")]
    [InlineData("?status=unread", "3 2")]
    [InlineData("?dismissed=only", "4")]
    [InlineData("?dismissed=include", "4 3 2 1")]
    [InlineData("?type=posts", "3 1")]
    [InlineData("?type=posts.likes", "3")]
    [InlineData("?order=unread-first", "3 2 1")]
    [InlineData("?limit=1", "3")]
    public async Task Filters_choose(string query, string shown)
    {
        var (user, client) = await NewAsync("fil");
        var seen = await portal.SendAsync(user, "1", "posts");
        await portal.SendAsync(user, "2");
        await portal.SendAsync(user, "3", "posts.likes");
        var dismissed = await portal.SendAsync(user, "4");
        await portal.InboxOf(user).MarkSeenAsync(seen);
        await portal.InboxOf(user).DismissAsync(dismissed);

        var page = await client.GetAsync($"/api/v1/inbox{query}").JsonAsync();

        Assert.Equal(shown.Split(' '), page.GetProperty("items").EnumerateArray().Select(i => i.Text("title")));
    }

    [Theory]
    [InlineData("status=bogus", "status")]
    [InlineData("status=Unread", "status")]
    [InlineData("dismissed=maybe", "dismissed")]
    [InlineData("type=nonsense", "type")]
    [InlineData("order=oldest", "order")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("limit=-1", "limit")]
    [InlineData("limit=1e1", "limit")]
    [InlineData("limit=99999999999999999999", "limit")]
    [InlineData("cursor=garbage", "cursor")]
    [InlineData("cursor=%00", "cursor")]
    [InlineData("limit=1&limit=2", "limit")]
    [InlineData("cursor=a&cursor=b", "cursor")]
    [InlineData("q=word", "q")]
    [InlineData("sort=up", "sort")]
    [InlineData("status=x&limit=0&cursor=y", "cursor limit status")]
    public async Task What_means_nothing_is_refused(string query, string fields)
    {
        using var client = await portal.WithKeyAsync(Scopes.InboxRead, portal.Alice);

        Assert.Equal(fields.Split(' '), await client.GetAsync($"/api/v1/inbox?{query}").FaultsAsync());
    }

    [Fact]
    public async Task Pages_go_on_and_back_while_others_arrive()
    {
        var (user, client) = await NewAsync("pag");
        var ids = new List<string>();

        for (var i = 0; i < 5; i++)
        {
            ids.Add($"{await portal.SendAsync(user)}");
        }

        var first = await client.GetAsync("/api/v1/inbox?limit=2").JsonAsync();
        await portal.SendAsync(user, "Late");
        var second = await client.GetAsync($"/api/v1/inbox?limit=2&cursor={first.Text("nextCursor")}").JsonAsync();
        var back = await client.GetAsync($"/api/v1/inbox?limit=2&cursor={second.Text("previousCursor")}").JsonAsync();

        Assert.Equal([ids[2], ids[1]], Ids(second));
        Assert.Equal(Ids(first), Ids(back));
        Assert.Equal(first.Text("watermark"), second.Text("watermark"));
    }

    [Fact]
    public async Task The_badge_is_the_sum_of_its_types()
    {
        var (user, client) = await NewAsync("bad");
        await portal.SendAsync(user, type: "posts");
        await portal.SendAsync(user, type: "posts");
        await portal.SendAsync(user);

        Assert.Equal("{\"unreadCount\":3,\"byType\":{\"\":1,\"posts\":2}}", (await client.GetAsync("/api/v1/inbox/unread-count").JsonAsync()).GetRawText());
    }

    [Fact]
    public async Task A_notification_goes_through_its_states()
    {
        var (user, client) = await NewAsync("sta");
        var id = await portal.SendAsync(user);

        Assert.True((await ChangeAsync("seen")).GetProperty("read").GetBoolean());
        Assert.False((await ChangeAsync("unseen")).GetProperty("read").GetBoolean());
        var dismissed = (await ChangeAsync("dismiss")).Text("dismissedAt");
        portal.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(dismissed, (await ChangeAsync("dismiss")).Text("dismissedAt"));
        var restored = await ChangeAsync("restore");
        Assert.Equal(JsonValueKind.Null, restored.GetProperty("dismissedAt").ValueKind);
        Assert.True(restored.GetProperty("read").GetBoolean());

        Task<JsonElement> ChangeAsync(string verb) => client.PostAsync($"/api/v1/inbox/{id}/{verb}", null).JsonAsync();
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("999999999")]
    [InlineData("9223372036854775808")]
    [InlineData("01")]
    [InlineData("1%20or%201=1")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    public async Task An_id_that_is_nobody_s_is_404(string id) => await AssertNotFoundAsync(id);

    [Fact]
    public async Task Another_user_s_id_looks_like_nobody_s()
    {
        var secret = await portal.SendAsync(portal.Bob, "Secret");

        await AssertNotFoundAsync($"{secret}");

        Assert.True((await portal.InboxOf(portal.Bob).FindAsync(secret))!.Unread);
    }

    private async Task AssertNotFoundAsync(string id)
    {
        using var alice = await portal.WithKeyAsync($"{Scopes.InboxRead} {Scopes.InboxWrite}", portal.Alice);

        var problem = await alice.GetAsync($"/api/v1/inbox/{id}").ProblemAsync(404);
        Assert.DoesNotContain("Secret", problem.GetRawText(), StringComparison.Ordinal);

        foreach (var verb in new[] { "seen", "unseen", "dismiss", "restore" })
        {
            await alice.PostAsync($"/api/v1/inbox/{id}/{verb}", null).ProblemAsync(404);
        }
    }

    private async Task<(PortalUser User, HttpClient Client)> NewAsync(string name)
    {
        var user = await portal.App.AddUserAsync($"{name}{Guid.NewGuid():N}");

        return (user, await portal.WithKeyAsync($"{Scopes.InboxRead} {Scopes.InboxWrite}", user));
    }

    private static IEnumerable<string> Ids(JsonElement page) => page.GetProperty("items").EnumerateArray().Select(i => i.Text("id"));
}
