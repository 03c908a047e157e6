using System.Text.Json;
using NotifyPortal.Activities;
using NotifyPortal.Api;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Admin.Api;

public sealed class AdminApiTests : IAsyncLifetime
{
    private readonly ApiPortal portal = new();
    private HttpClient client = default!;

    public async ValueTask InitializeAsync()
    {
        await portal.InitializeAsync();
        client = await portal.WithKeyAsync(Scopes.Admin, name: "Ops");
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await portal.DisposeAsync();
    }

    [Fact]
    public async Task The_figures_are_those_of_all_users()
    {
        var seen = await portal.SendAsync(portal.Alice, type: "posts");
        var dismissed = await portal.SendAsync(portal.Bob);
        await portal.SendAsync(portal.Bob);
        await portal.InboxOf(portal.Alice).MarkSeenAsync(seen);
        await portal.InboxOf(portal.Bob).DismissAsync(dismissed);

        var stats = await client.GetAsync("/api/v1/admin/stats").JsonAsync();

        Assert.Equal((3, 1, 1, 0), (Int("total"), Int("unread"), Int("dismissed"), Int("connections")));
        Assert.Equal("{\"\":2,\"posts\":1}", stats.GetProperty("byType").GetRawText());
        Assert.Equal(24, stats.GetProperty("createdPerHour").GetArrayLength());
        Assert.Equal("{\"start\":\"2026-03-10T12:00:00Z\",\"count\":3}", stats.GetProperty("createdPerHour")[23].GetRawText());

        int Int(string name) => stats.GetProperty(name).GetInt32();
    }

    [Theory]
    [InlineData("", "4 3 2 1")]
    [InlineData("?user=bob@example.org", "3 2")]
    [InlineData("?type=posts", "4 1")]
    [InlineData("?status=unread", "4 3")]
    [InlineData("?dismissed=only", "2")]
    [InlineData("?dismissed=exclude", "4 3 1")]
    [InlineData("?user=alice@example.org&status=unread", "4")]
    public async Task Everybody_s_notifications_are_listed_with_their_owners(string query, string shown)
    {
        var seen = await portal.SendAsync(portal.Alice, "1", "posts");
        var dismissed = await portal.SendAsync(portal.Bob, "2");
        await portal.SendAsync(portal.Bob, "3");
        await portal.SendAsync(portal.Alice, "4", "posts.likes");
        await portal.InboxOf(portal.Alice).MarkSeenAsync(seen);
        await portal.InboxOf(portal.Bob).DismissAsync(dismissed);

        var page = await client.GetAsync($"/api/v1/admin/notifications{query}").JsonAsync();

        Assert.Equal(shown.Split(' '), page.GetProperty("items").EnumerateArray().Select(i => i.Text("title")));
        Assert.All(page.GetProperty("items").EnumerateArray(), item => Assert.Equal(
            item.Text("title") is "1" or "4" ? "alice@example.org" : "bob@example.org", item.GetProperty("recipient").Text("email")));
    }

    [Fact]
    public async Task The_list_goes_on_and_back()
    {
        for (var i = 1; i <= 3; i++)
        {
            await portal.SendAsync(i % 2 == 0 ? portal.Alice : portal.Bob, $"{i}");
        }

        var first = await client.GetAsync("/api/v1/admin/notifications?limit=2").JsonAsync();
        var second = await client.GetAsync($"/api/v1/admin/notifications?limit=2&cursor={first.Text("nextCursor")}").JsonAsync();
        var back = await client.GetAsync($"/api/v1/admin/notifications?limit=2&cursor={second.Text("previousCursor")}").JsonAsync();

        Assert.Equal(["3", "2"], Titles(first));
        Assert.Equal(["1"], Titles(second));
        Assert.Equal(["3", "2"], Titles(back));
        Assert.Equal(3, second.GetProperty("total").GetInt32());
    }

    [Theory]
    [InlineData("notifications?user=ghost", "user")]
    [InlineData("notifications?type=nonsense&status=x&dismissed=y&limit=0&cursor=z&foo=1", "cursor dismissed foo limit status type")]
    [InlineData("activities?origin=x&since=yesterday&until=2026-01-01&limit=101&cursor=z&foo=1", "cursor foo limit origin since until")]
    [InlineData("activities?since=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z", "since")]
    [InlineData("activities?module=a&module=b", "module")]
    public async Task What_means_nothing_is_refused(string path, string fields) =>
        Assert.Equal(fields.Split(' '), await client.GetAsync($"/api/v1/admin/{path}").FaultsAsync());

    [Fact]
    public async Task The_log_is_listed_and_filtered()
    {
        var log = portal.App.Get<ActivityLog>();
        await log.RecordAsync(new ActivityDraft("post.liked") { Module = "blog", Actor = new Actor(null, "octocat", "GitHub"), ResourceType = "post", ResourceId = "7" });
        await log.RecordAsync(new ActivityDraft("build.failed") { Module = "ci", Origin = ActivityOrigin.Cron });

        var page = await client.GetAsync("/api/v1/admin/activities?action=post.*&module=blog&actor=octocat&resource=post/7").JsonAsync();

        var entry = Assert.Single(page.GetProperty("items").EnumerateArray());
        Assert.Equal(("post.liked", "auto", "octocat via GitHub"), (entry.Text("action"), entry.Text("origin"), entry.GetProperty("actor").Text("name")));
        Assert.Equal(1, page.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task The_switch_is_set_recorded_and_told_to_open_pages()
    {
        using var listener = new Listener(portal.App.Get<NotifyPortal.Live.NotificationBroker>());

        var off = await client.PutJsonAsync("/api/v1/admin/modules/notifications", "{\"enabled\":false}").JsonAsync();
        var list = await client.GetAsync("/api/v1/admin/modules").JsonAsync();

        Assert.Equal((false, "Ops"), (off.GetProperty("enabled").GetBoolean(), off.Text("changedBy")));
        Assert.Equal(off.GetRawText(), list.EnumerateArray().Single(m => m.Text("key") == "notifications").GetRawText());
        Assert.Contains(await listener.HeardAsync(), signal => signal.Key == "notifications");
        Assert.Single((await portal.App.Get<ActivityLog>().ListAsync(new ActivityQuery { Action = "module.disabled" })).Items);
    }

    [Fact]
    public async Task Stored_rows_can_be_dealt_with_while_the_module_is_off()
    {
        var id = await portal.SendAsync(portal.Alice);
        await client.PutJsonAsync("/api/v1/admin/modules/notifications", "{\"enabled\":false}").JsonAsync();
        using var alice = await portal.WithKeyAsync($"{Scopes.InboxRead} {Scopes.InboxWrite}", portal.Alice);

        await alice.PostAsync($"/api/v1/inbox/{id}/dismiss", null).JsonAsync();

        Assert.Equal(0, (await alice.GetAsync("/api/v1/inbox").JsonAsync()).GetProperty("total").GetInt32());
    }

    [Theory]
    [InlineData("{}", "enabled")]
    [InlineData("{\"enabled\":null}", "enabled")]
    [InlineData("{\"enabled\":\"false\"}", "enabled")]
    [InlineData("{\"enabled\":0}", "enabled")]
    [InlineData("{\"enabled\":true,\"changedBy\":\"me\"}", "changedBy")]
    [InlineData("[]", "")]
    public async Task A_switch_is_on_or_off(string body, string fields) =>
        Assert.Equal(fields.Split(' '), await client.PutJsonAsync("/api/v1/admin/modules/notifications", body).FaultsAsync());

    [Fact]
    public async Task An_unknown_module_is_404() => await client.PutJsonAsync("/api/v1/admin/modules/nothing", "{\"enabled\":true}").ProblemAsync(404);

    private static IEnumerable<string> Titles(JsonElement page) => page.GetProperty("items").EnumerateArray().Select(i => i.Text("title"));
}
