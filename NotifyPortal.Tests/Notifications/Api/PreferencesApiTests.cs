using System.Text.Json;
using NotifyPortal.Accounts;
using NotifyPortal.Activities;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Notifications.Api;

public sealed class PreferencesApiTests(ApiPortal portal) : IClassFixture<ApiPortal>
{
    private const string Path = "/api/v1/preferences";

    [Fact]
    [Rule("8.4")]
    public async Task The_matrix_names_every_type_of_every_channel()
    {
        var (_, client) = await NewAsync();

        var matrix = await client.GetAsync(Path).JsonAsync();

        Assert.Equal(["channels"], matrix.EnumerateObject().Select(p => p.Name));
        Assert.Equal(["in-app"], matrix.GetProperty("channels").EnumerateObject().Select(p => p.Name));
        Assert.Equal(
            ["security", "account", "posts", "posts.likes", "posts.comments", "posts.mentions", "posts.shares", "comments", "comments.replies", "comments.reactions", "system"],
            InApp(matrix).EnumerateObject().Select(p => p.Name).Take(11));
        Assert.Contains("reviews", InApp(matrix).EnumerateObject().Select(p => p.Name)); // what a feature registered stands behind
        Assert.All(InApp(matrix).EnumerateObject(), p => Assert.True(p.Value.GetBoolean()));
    }

    [Fact]
    [Rule("8.2")]
    public async Task Setting_some_leaves_the_rest_and_answers_what_holds()
    {
        var (_, client) = await NewAsync();
        await PutAsync(client, """{"posts.likes":false}""").JsonAsync();

        Assert.Equal(["posts", "posts.likes", "posts.comments", "posts.mentions", "posts.shares"], Off(await PutAsync(client, """{"posts":false}""").JsonAsync()));
        Assert.Equal(["posts.likes"], Off(await PutAsync(client, """{"posts":true}""").JsonAsync()));
        Assert.Equal(["posts.likes"], Off(await client.GetAsync(Path).JsonAsync()));
    }

    [Fact]
    [Rule("8.4")]
    public async Task It_decides_what_is_delivered()
    {
        var (user, client) = await NewAsync();

        await PutAsync(client, """{"posts":false}""").JsonAsync();

        var outcome = await portal.App.Get<NotificationService>().CreateAsync(user.Id, new NotificationDraft { Action = "post.liked" });
        Assert.Equal(SkipReason.Muted, outcome.Reason);
    }

    [Theory]
    [InlineData("""{"channels":{"in-app":{"posts":false,"nonsense":true}}}""", "channels.in-app.nonsense")]
    [InlineData("""{"channels":{"in-app":{"posts":false,"post.liked":false}}}""", "channels.in-app.post.liked")]
    [InlineData("""{"channels":{"in-app":{"posts":false},"pigeon":{"posts":true}}}""", "channels.pigeon")]
    [InlineData("""{"channels":{"in-app":{"posts":"no"}}}""", "channels.in-app.posts")]
    [InlineData("""{"channels":{"in-app":["posts"]}}""", "channels.in-app")]
    [InlineData("""{"channels":[]}""", "channels")]
    [InlineData("""{"channels":{},"extra":1}""", "extra")]
    [InlineData("{}", "channels")]
    [InlineData("[]", "")]
    [Rule("8.4")]
    public async Task What_is_unknown_or_malformed_is_named_and_nothing_is_stored(string body, string field)
    {
        var (_, client) = await NewAsync();

        Assert.Equal([field], await client.PutJsonAsync(Path, body).FaultsAsync());
        Assert.Empty(Off(await client.GetAsync(Path).JsonAsync()));
    }

    [Fact]
    [Rule("8.4")]
    public async Task A_required_type_cannot_be_turned_off()
    {
        var (_, client) = await NewAsync();
        await portal.App.RequireAsync("account");

        try
        {
            Assert.Equal(["channels.in-app.account"], await PutAsync(client, """{"account":false,"system":false}""").FaultsAsync());
            Assert.Empty(Off(await PutAsync(client, """{"account":true}""").JsonAsync()));
        }
        finally
        {
            await portal.App.RequireAsync("account", false);
        }
    }

    [Fact]
    [Rule("8.4")]
    public async Task Reading_does_not_write()
    {
        using var client = await portal.WithKeyAsync("inbox:read", portal.Alice);

        await PutAsync(client, """{"posts":false}""").ProblemAsync(403);
    }

    [Fact]
    [Rule("8.5")]
    public async Task Why_answers_with_rule_type_topic_and_role()
    {
        var (user, client) = await NewAsync();
        var id = await portal.SendAsync(user, type: "posts.likes");

        var why = await client.GetAsync($"/api/v1/inbox/{id}/why").JsonAsync();

        Assert.Equal(["rule", "type", "topic", "role", "sender", "actor", "activity"], why.EnumerateObject().Select(p => p.Name));
        Assert.Equal(("named", "posts.likes", "portal"), (why.Text("rule"), why.Text("type"), why.Text("sender")));
    }

    [Theory]
    [InlineData("999999")]
    [InlineData("nonsense")]
    [InlineData("-1")]
    [Rule("8.5")]
    public async Task Why_of_what_is_not_there_is_not_found(string id)
    {
        var (_, client) = await NewAsync();

        await client.GetAsync($"/api/v1/inbox/{id}/why").ProblemAsync(404);
    }

    [Fact]
    [Rule("8.5")]
    public async Task Why_of_anothers_looks_like_a_missing_one()
    {
        var (_, client) = await NewAsync();

        await client.GetAsync($"/api/v1/inbox/{await portal.SendAsync(portal.Bob)}/why").ProblemAsync(404);
    }

    [Fact]
    [Rule("11.4")]
    public async Task A_preview_says_how_many_have_muted_it()
    {
        var (user, client) = await NewAsync();
        await PutAsync(client, """{"posts":false}""").JsonAsync();
        using var sender = await portal.WithKeyAsync("notifications:send");

        var preview = await sender.PostJsonAsync("/api/v1/notifications/preview", $$"""{"recipients":["{{user.Id}}"],"action":"post.liked"}""").JsonAsync();
        var answer = await sender.PostJsonAsync("/api/v1/notifications", $$"""{"recipients":["{{user.Id}}"],"action":"post.liked"}""").JsonAsync(System.Net.HttpStatusCode.Created);

        Assert.Equal((1, 1), (preview.GetProperty("recipients").GetInt32(), preview.GetProperty("muted").GetInt32()));
        Assert.Equal(1, answer.GetProperty("reasons").GetProperty("muted").GetInt32());
    }

    private static Task<HttpResponseMessage> PutAsync(HttpClient client, string types) => client.PutJsonAsync(Path, $$$"""{"channels":{"in-app":{{{types}}}}}""");

    private static JsonElement InApp(JsonElement matrix) => matrix.GetProperty("channels").GetProperty("in-app");

    private static IEnumerable<string> Off(JsonElement matrix) => InApp(matrix).EnumerateObject().Where(p => !p.Value.GetBoolean()).Select(p => p.Name);

    private async Task<(PortalUser User, HttpClient Client)> NewAsync()
    {
        var user = await portal.App.AddUserAsync($"u{Guid.NewGuid():n}");

        return (user, await portal.WithKeyAsync("inbox:read inbox:write", user));
    }
}
