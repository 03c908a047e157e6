using System.Net;
using System.Text.Json;
using NotifyPortal.Activities;
using NotifyPortal.Api;
using NotifyPortal.Modules;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Notifications.Api;

public sealed class NotificationsApiTests(ApiPortal portal) : IClassFixture<ApiPortal>
{
    private const string Path = "/api/v1/notifications";

    [Fact]
    public async Task One_person_is_told()
    {
        var answer = await SendAsync("""
            {"recipient": "alice@example.org", "type": "posts", "title": "Hi", "text": "There", "icon": "bolt", "link": "https://example.org/x",
             "severity": "success", "actor": "bob@example.org", "metadata": {"n": 1}, "mode": "queued", "event": "mine",
             "actions": [{"label": "Open", "link": "/x"}]}
            """);

        Assert.Equal((1, 0, 0), (Int(answer, "created"), Int(answer, "folded"), Int(answer, "skipped")));
        Assert.NotEmpty(answer.Text("messageId"));
        using var alice = await portal.WithCookieAsync(portal.Alice);
        var item = await alice.GetAsync($"/api/v1/inbox/{answer.Text("notificationId")}").JsonAsync();
        Assert.Equal(("Hi", "There", "success", "posts"), (item.Text("title"), item.Text("text"), item.Text("severity"), item.Text("type")));
        Assert.Equal("[{\"label\":\"Open\",\"link\":\"/x\"}]", item.GetProperty("actions").GetRawText());
        Assert.EndsWith("Z", item.Text("createdAt"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_each_is_told_once_and_unknown_ones_are_counted()
    {
        var answer = await SendAsync($$"""{"title": "Hi", "recipients": ["alice@example.org", "{{portal.Alice.Id}}", "bob@example.org", "ghost"]}""");

        Assert.Equal((2, 1), (Int(answer, "created"), Int(answer, "skipped")));
        Assert.Equal("{\"unknownRecipient\":1}", answer.GetProperty("reasons").GetRawText());
        Assert.False(answer.TryGetProperty("notificationId", out _));
    }

    [Fact]
    [Rule("3.4")]
    public async Task The_same_collapse_key_folds_and_the_item_says_so()
    {
        using var client = await portal.WithKeyAsync(Scopes.NotificationsSend);
        const string Body = """{"recipient": "alice@example.org", "title": "x", "actor": "Ann", "collapseKey": "k", "except": ["bob@example.org"]}""";
        var first = await client.PostJsonAsync(Path, Body).JsonAsync(HttpStatusCode.Created);

        var answer = await client.PostJsonAsync(Path, Body.Replace("Ann", "Ben", StringComparison.Ordinal)).JsonAsync(HttpStatusCode.Created);

        Assert.Equal((0, 1, first.Text("notificationId")), (Int(answer, "created"), Int(answer, "folded"), answer.Text("notificationId")));
        using var alice = await portal.WithCookieAsync(portal.Alice);
        var item = await alice.GetAsync($"/api/v1/inbox/{answer.Text("notificationId")}").JsonAsync();
        Assert.Equal((2, 2, "k"), (Int(item, "occurrences"), Int(item, "actorCount"), item.Text("collapseKey")));
        Assert.StartsWith("Ben", item.GetProperty("actors")[0].Text("name"), StringComparison.Ordinal);
    }

    [Fact]
    [Rule("6")]
    public async Task An_ephemeral_one_has_an_id_of_the_wire_and_stores_nothing()
    {
        var answer = await SendAsync("""{"recipient": "alice@example.org", "title": "x", "mode": "ephemeral"}""");

        Assert.Equal((0, 0, 0), (Int(answer, "created"), Int(answer, "folded"), Int(answer, "skipped")));
        Assert.Matches("^e[0-9]+$", answer.Text("messageId"));
        Assert.False(answer.TryGetProperty("notificationId", out _));
    }

    [Fact]
    [Rule("6")]
    public async Task Dismissing_a_timeseries_row_is_409()
    {
        var answer = await SendAsync("""{"recipient": "alice@example.org", "title": "x", "mode": "timeseries"}""");
        using var alice = await portal.WithCookieAsync(portal.Alice);

        await alice.PostAsync($"/api/v1/inbox/{answer.Text("notificationId")}/dismiss", null).ProblemAsync(409);
    }

    [Fact]
    public async Task An_unknown_single_recipient_is_404()
    {
        using var client = await portal.WithKeyAsync(Scopes.NotificationsSend);

        await client.PostJsonAsync(Path, """{"recipient": "ghost@example.org", "title": "Hi"}""").ProblemAsync(404);
        await client.PostJsonAsync($"{Path}/preview", """{"recipient": "ghost@example.org", "title": "Hi"}""").ProblemAsync(404);
    }

    [Theory]
    [InlineData("{\"everyone\": true, \"title\": \"x\"}")]
    [InlineData("{\"role\": \"Admin\", \"title\": \"x\"}")]
    [InlineData("{\"broadcast\": true, \"title\": \"x\"}")]
    public async Task Roles_everyone_and_broadcasts_need_the_admin_scope_too(string body)
    {
        using var client = await portal.WithKeyAsync(Scopes.NotificationsSend);
        using var admin = await portal.WithKeyAsync($"{Scopes.NotificationsSend} {Scopes.Admin}");

        await client.PostJsonAsync(Path, body).ProblemAsync(403);
        await client.PostJsonAsync($"{Path}/preview", body).ProblemAsync(403);
        Assert.NotEmpty((await admin.PostJsonAsync(Path, body).JsonAsync(HttpStatusCode.Created)).Text("messageId"));
    }

    [Theory]
    [InlineData("{\"title\":\"x\"}", "recipient")]
    [InlineData("{\"title\":\"x\",\"recipients\":[]}", "recipients")]
    [InlineData("{\"title\":\"x\",\"recipients\":[\" \"]}", "recipients[0]")]
    [InlineData("{\"title\":\"x\",\"everyone\":false}", "recipient")]
    [InlineData("{\"title\":\"x\",\"everyone\":\"true\"}", "everyone recipient")]
    [InlineData("{\"recipient\":\"a\",\"type\":\"posts\",\"action\":\"post.liked\"}", "type")]
    [InlineData("{\"topic\":5,\"publishAt\":\"x\",\"expiresAt\":\"y\"}", "expiresAt publishAt topic")]
    [InlineData("{\"broadcast\":true,\"mode\":\"queued\"}", "mode")]
    [InlineData("{\"broadcast\":true,\"mode\":\"timeseries\",\"session\":\"s\"}", "broadcast mode")]
    [InlineData("{\"broadcast\":true,\"collapseKey\":\"k\"}", "collapseKey")]
    [InlineData("{\"session\":5}", "session")]
    [InlineData("{\"recipient\":\"a\",\"group\":\"g\",\"collapseKey\":\"k\"}", "collapseKey")]
    [InlineData("{\"recipient\":\"a\",\"except\":\"b\",\"group\":5}", "except group")]
    [InlineData("{\"recipient\":\"a\",\"mode\":\"ephemeral\",\"collapseKey\":\"k\"}", "collapseKey")]
    [InlineData("{\"recipient\":\"a\",\"mode\":\"loud\"}", "mode")]
    [InlineData("{\"recipient\":\"a\",\"link\":\"javascript:alert(1)\"}", "link")]
    [InlineData("{\"recipient\":\"a\",\"link\":\"//evil.example\"}", "link")]
    [InlineData("{\"recipient\":\"a\",\"icon\":\"<b>\"}", "icon")]
    [InlineData("{\"recipient\":\"a\",\"event\":\"disconnecting\"}", "event")]
    [InlineData("{\"recipient\":\"a\",\"actions\":[{\"label\":\"a\",\"link\":\"/\"},{\"label\":\"a\",\"link\":\"/\"},{\"label\":\"a\",\"link\":\"/\"}]}", "actions")]
    [InlineData("{\"recipient\":\"a\",\"actions\":[{\"label\":\" \",\"link\":\"ftp://x\",\"z\":1}]}", "actions[0].label actions[0].link actions[0].z")]
    public async Task Every_field_at_fault_is_named(string body, string fields)
    {
        using var client = await portal.WithKeyAsync($"{Scopes.NotificationsSend} {Scopes.Admin}");

        Assert.Equal(fields.Split(' '), await client.PostJsonAsync(Path, body).FaultsAsync());
        Assert.Equal(fields.Split(' '), await client.PostJsonAsync($"{Path}/preview", body).FaultsAsync());
    }

    [Theory]
    [InlineData("title", 255)]
    [InlineData("text", 4000)]
    [InlineData("type", 100)]
    [InlineData("event", 100)]
    [InlineData("group", 255)]
    [InlineData("collapseKey", 255)]
    public async Task Texts_are_as_long_as_their_scalars(string member, int limit)
    {
        using var client = await portal.WithKeyAsync(Scopes.NotificationsSend);
        string Body(int length) => JsonSerializer.Serialize(new Dictionary<string, string> { ["recipient"] = portal.Bob.Id, [member] = string.Concat(Enumerable.Repeat("😀", length)) });

        await client.PostJsonAsync(Path, Body(limit)).JsonAsync(HttpStatusCode.Created);
        Assert.Equal([member], await client.PostJsonAsync(Path, Body(limit + 1)).FaultsAsync());
    }

    [Fact]
    public async Task A_link_has_2048_characters_and_metadata_8_KB()
    {
        using var client = await portal.WithKeyAsync(Scopes.NotificationsSend);
        string Link(int length) => $"{{\"recipient\":\"{portal.Bob.Id}\",\"link\":\"/{new string('x', length - 1)}\"}}";
        string Metadata(int bytes) => $"{{\"recipient\":\"{portal.Bob.Id}\",\"metadata\":{{\"x\":\"{new string('x', bytes - 8)}\"}}}}";

        await client.PostJsonAsync(Path, Link(2048)).JsonAsync(HttpStatusCode.Created);
        Assert.Equal(["link"], await client.PostJsonAsync(Path, Link(2049)).FaultsAsync());
        await client.PostJsonAsync(Path, Metadata(8192)).JsonAsync(HttpStatusCode.Created);
        await client.PostJsonAsync(Path, Metadata(8192).Replace("xxxxxxxx", "é😀\\n", StringComparison.Ordinal)).JsonAsync(HttpStatusCode.Created);
        Assert.Equal(["metadata"], await client.PostJsonAsync(Path, Metadata(8193)).FaultsAsync());
    }

    [Fact]
    public async Task Ten_thousand_recipients_are_the_most()
    {
        using var client = await portal.WithKeyAsync(Scopes.NotificationsSend);
        static string Body(int count) => JsonSerializer.Serialize(new { title = "x", recipients = Enumerable.Range(0, count).Select(i => $"00000000-0000-0000-0000-{i:000000000000}") });

        var answer = await client.PostJsonAsync(Path, Body(10_000)).JsonAsync(HttpStatusCode.Created);

        Assert.Equal(10_000, Int(answer, "skipped"));
        Assert.Equal(["recipients"], await client.PostJsonAsync(Path, Body(10_001)).FaultsAsync());
    }

    [Theory]
    [InlineData("a\\r\\nb\\rc", "a b c", "a\nb\nc")]
    [InlineData("a\\u202eb\\u2066c\\u0007d\\ufffee", "abcde", "abcde")]
    [InlineData("<script>{{7*7}}</script>", "<script>{{7*7}}</script>", "<script>{{7*7}}</script>")]
    [InlineData("Z\\u0335\\u0336a", "Z\u0335\u0336a", "Z\u0335\u0336a")]
    public async Task What_is_stored_is_what_is_returned(string given, string title, string text)
    {
        var answer = await SendAsync($$"""{"recipient": "{{portal.Alice.Id}}", "title": "{{given}}", "text": "{{given}}"}""");

        using var alice = await portal.WithKeyAsync(Scopes.InboxRead, portal.Alice);
        var item = await alice.GetAsync($"/api/v1/inbox/{answer.Text("notificationId")}").JsonAsync();

        Assert.Equal((title, text), (item.Text("title"), item.Text("text")));
    }

    [Fact]
    public async Task Blank_is_absent()
    {
        var answer = await SendAsync($$"""{"recipient": "{{portal.Alice.Id}}", "title": "  ", "text": "\n", "link": "", "icon": " "}""");

        var view = await portal.InboxOf(portal.Alice).FindAsync(long.Parse(answer.Text("notificationId"), null));

        Assert.Equal((null, "You have a new notification."), (view!.Title, view.Text));
    }

    [Fact]
    public async Task A_preview_sends_nothing()
    {
        var before = await portal.InboxOf(portal.Bob).CountUnreadAsync();
        using var client = await portal.WithKeyAsync(Scopes.NotificationsSend);

        var answer = await client.PostJsonAsync($"{Path}/preview", """{"recipients": ["bob@example.org", "alice@example.org", "ghost"], "title": "x"}""").JsonAsync();

        Assert.Equal("{\"recipients\":2,\"muted\":0,\"moduleOff\":false}", answer.GetRawText());
        Assert.Equal(before, await portal.InboxOf(portal.Bob).CountUnreadAsync());
    }

    [Fact]
    public async Task While_the_module_is_off_all_are_skipped()
    {
        var modules = portal.App.Get<ModuleService>();
        await modules.SetEnabledAsync(NotificationService.ModuleKey, false, new Actor(null, "test"));

        try
        {
            var answer = await SendAsync("""{"title": "x", "recipients": ["alice@example.org", "bob@example.org"]}""");

            Assert.Equal("{\"messageId\":null,\"created\":0,\"folded\":0,\"skipped\":2,\"reasons\":{\"moduleOff\":2}}", answer.GetRawText());
        }
        finally
        {
            await modules.SetEnabledAsync(NotificationService.ModuleKey, true, new Actor(null, "test"));
        }
    }

    [Fact]
    public async Task An_admin_s_browser_vouches_for_others_by_name()
    {
        using var root = await portal.WithCookieAsync(portal.Root);
        var answer = await root.PostJsonAsync(Path, """{"recipient": "alice@example.org", "title": "x", "actor": "Santa"}""").JsonAsync(HttpStatusCode.Created);

        var view = await portal.InboxOf(portal.Alice).FindAsync(long.Parse(answer.Text("notificationId"), null));

        Assert.Equal("Santa via Root", view!.Actor!.Display);
    }

    private async Task<JsonElement> SendAsync(string json)
    {
        using var client = await portal.WithKeyAsync(Scopes.NotificationsSend);

        return await client.PostJsonAsync(Path, json).JsonAsync(HttpStatusCode.Created);
    }

    private static int Int(JsonElement json, string name) => json.GetProperty(name).GetInt32();
}
