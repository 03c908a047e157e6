using System.Net;
using System.Text.Json;
using NotifyPortal.Api;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Notifications.Api;

public sealed class MessagesApiTests(ApiPortal portal) : IClassFixture<ApiPortal>, IAsyncLifetime
{
    private const string Path = "/api/v1/notifications";

    private HttpClient client = default!;
    private HttpClient other = default!;

    public async ValueTask InitializeAsync()
    {
        client = await portal.WithKeyAsync(Scopes.NotificationsSend);
        other = await portal.WithKeyAsync(Scopes.NotificationsSend);
    }

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        other.Dispose();

        return ValueTask.CompletedTask;
    }

    [Fact]
    [Rule("3.7")]
    public async Task A_message_is_asked_about_edited_and_taken_back_by_its_sender_only()
    {
        var sent = await SendAsync("""{"recipients": ["alice@example.org", "bob@example.org", "ghost"], "title": "Old"}""");
        var message = $"{Path}/{sent.Text("messageId")}";

        Assert.Equal("""{"recipients":2,"seen":0,"dismissed":0,"superseded":0,"skipped":{"unknownRecipient":1}}""", (await client.GetAsync(message).JsonAsync()).GetRawText());
        await other.GetAsync(message).ProblemAsync(404);
        await other.DeleteAsync(message).ProblemAsync(404);
        await PatchAsync(other, message, """{"title": "Wrong"}""").ProblemAsync(404);

        Assert.Equal(2, (await PatchAsync(client, message, """{"title": "New", "text": "Words"}""").JsonAsync()).GetProperty("recipients").GetInt32());
        Assert.Equal("New", (await portal.InboxOf(portal.Alice).RecentAsync())[0].Title);

        Assert.Equal("""{"retracted":2}""", (await client.DeleteAsync(message).JsonAsync()).GetRawText());
        Assert.Equal("""{"retracted":0}""", (await client.DeleteAsync(message).JsonAsync()).GetRawText());
    }

    [Fact]
    public async Task An_admin_takes_back_anybodys()
    {
        var sent = await SendAsync("""{"recipient": "alice@example.org", "title": "x"}""");
        using var root = await portal.WithCookieAsync(portal.Root);

        Assert.Equal("""{"retracted":1}""", (await root.DeleteAsync($"{Path}/{sent.Text("messageId")}").JsonAsync()).GetRawText());
    }

    [Theory]
    [Rule("3.6")]
    [InlineData("collapseKey")]
    [InlineData("group")]
    public async Task What_is_over_is_resolved_once(string member)
    {
        var key = Guid.NewGuid();
        await SendAsync($$"""{"recipients": ["alice@example.org", "bob@example.org"], "title": "x", "{{member}}": "{{key}}"}""");

        Assert.Equal(0, await ResolveAsync(other, $$"""{"{{member}}": "{{key}}"}"""));
        Assert.Equal(1, await ResolveAsync(client, $$"""{"{{member}}": "{{key}}", "recipient": "bob@example.org"}"""));
        Assert.Equal(1, await ResolveAsync(client, $$"""{"{{member}}": "{{key}}"}"""));
        Assert.Equal(0, await ResolveAsync(client, $$"""{"{{member}}": "{{key}}"}"""));
    }

    [Theory]
    [InlineData("{}", "collapseKey")]
    [InlineData("{\"collapseKey\":\"a\",\"group\":\"b\"}", "collapseKey")]
    [InlineData("{\"collapseKey\":5}", "collapseKey")]
    [InlineData("{\"group\":\"b\",\"z\":1}", "z")]
    public async Task What_means_nothing_is_not_resolved(string body, string field) =>
        Assert.Equal([field], await client.PostJsonAsync($"{Path}/resolve", body).FaultsAsync());

    [Fact]
    public async Task An_unknown_recipient_is_404() =>
        await client.PostJsonAsync($"{Path}/resolve", """{"group": "g", "recipient": "ghost"}""").ProblemAsync(404);

    [Theory]
    [InlineData("{\"link\":\"javascript:x\",\"icon\":\"<b>\",\"title\":5,\"z\":1}", "icon link title z")]
    [InlineData("{\"expiresAt\":\"x\"}", "expiresAt")]
    public async Task An_edit_names_every_field_at_fault(string body, string fields)
    {
        var sent = await SendAsync("""{"recipient": "alice@example.org", "title": "x"}""");

        Assert.Equal(fields.Split(' '), await PatchAsync(client, $"{Path}/{sent.Text("messageId")}", body).FaultsAsync());
    }

    private static async Task<int> ResolveAsync(HttpClient client, string body) =>
        (await client.PostJsonAsync($"{Path}/resolve", body).JsonAsync()).GetProperty("resolved").GetInt32();

    private static Task<HttpResponseMessage> PatchAsync(HttpClient client, string path, string json) =>
        client.PatchAsync(path, new StringContent(json, null, "application/json"));

    private Task<JsonElement> SendAsync(string json) => client.PostJsonAsync(Path, json).JsonAsync(HttpStatusCode.Created);
}
