using System.Net;
using System.Text.Json;
using NotifyPortal.Api;
using NotifyPortal.Notifications;
using NotifyPortal.Notifications.Scheduling;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Notifications.Api;

/// <summary>What is sent later, ends, or takes a while.</summary>
public sealed class LaterApiTests(ApiPortal portal) : IClassFixture<ApiPortal>, IAsyncLifetime
{
    private const string Path = "/api/v1/notifications";

    private HttpClient client = default!;

    public async ValueTask InitializeAsync() => client = await portal.WithKeyAsync(Scopes.NotificationsSend);

    public ValueTask DisposeAsync()
    {
        client.Dispose();

        return ValueTask.CompletedTask;
    }

    [Fact]
    [Rule("3.8")]
    public async Task What_is_sent_later_is_answered_with_its_message_and_can_be_cancelled()
    {
        var sent = await SendAsync($$"""{"recipient": "alice@example.org", "title": "Cancelled", "publishAt": "{{In(1)}}", "expiresAt": "{{In(2)}}"}""");
        Assert.Equal((0, 0, 0), (sent.GetProperty("created").GetInt32(), sent.GetProperty("folded").GetInt32(), sent.GetProperty("skipped").GetInt32()));
        Assert.False(sent.TryGetProperty("notificationId", out _));
        var message = $"{Path}/{sent.Text("messageId")}";

        var status = await client.GetAsync(message).JsonAsync();
        Assert.Equal((In(1), In(2)), (status.Text("publishAt"), status.Text("expiresAt")));
        Assert.Equal(0, (await client.DeleteAsync(message).JsonAsync()).GetProperty("retracted").GetInt32());

        portal.Clock.Advance(TimeSpan.FromHours(1));
        await portal.App.Get<DueMessages>().RunAsync();
        Assert.DoesNotContain("Cancelled", (await portal.InboxOf(portal.Alice).RecentAsync()).Select(n => n.Title));
        Assert.False((await client.GetAsync(message).JsonAsync()).TryGetProperty("publishAt", out _));
    }

    [Fact]
    [Rule("3.8")]
    public async Task An_end_is_set_by_a_patch()
    {
        var sent = await SendAsync("""{"recipient": "alice@example.org", "title": "Short"}""");

        var status = await PatchAsync(sent, $$"""{"expiresAt": "{{In(1)}}"}""").JsonAsync();

        Assert.Equal(In(1), status.Text("expiresAt"));
        portal.Clock.Advance(TimeSpan.FromHours(1));
        await portal.App.Get<DueMessages>().RunAsync();
        Assert.DoesNotContain("Short", (await portal.InboxOf(portal.Alice).RecentAsync()).Select(n => n.Title));
    }

    [Theory]
    [Rule("3.8")]
    [InlineData("\"publishAt\": \"{0}\"", 0, "publishAt")]
    [InlineData("\"expiresAt\": \"{0}\"", 0, "expiresAt")]
    [InlineData("\"publishAt\": \"{0}\", \"expiresAt\": \"{0}\"", 1, "expiresAt")]
    [InlineData("\"publishAt\": \"{0}\", \"mode\": \"ephemeral\"", 1, "publishAt")]
    [InlineData("\"expiresAt\": \"{0}\", \"mode\": \"ephemeral\"", 1, "expiresAt")]
    [InlineData("\"publishAt\": \"0000-00-00T00:00:00Z\", \"expiresAt\": \"9999-12-31T23:59:59Z\"", 1, "expiresAt publishAt")]
    [InlineData("\"publishAt\": 1, \"expiresAt\": \"tomorrow\"", 1, "expiresAt publishAt")]
    public async Task Times_that_make_no_sense_name_their_fields(string members, int hours, string fields)
    {
        var body = $$"""{"recipient": "alice@example.org", {{members.Replace("{0}", In(hours), StringComparison.Ordinal)}}}""";

        Assert.Equal(fields.Split(' '), await client.PostJsonAsync(Path, body).FaultsAsync());
        Assert.Equal(fields.Split(' '), await client.PostJsonAsync($"{Path}/preview", body).FaultsAsync());
    }

    [Fact]
    [Rule("3.8")]
    public async Task Nothing_ends_before_it_is_sent()
    {
        var sent = await SendAsync($$"""{"recipient": "alice@example.org", "title": "Later", "publishAt": "{{In(2)}}"}""");

        Assert.Equal(["expiresAt"], await PatchAsync(sent, $$"""{"expiresAt": "{{In(1)}}"}""").FaultsAsync());
        Assert.Equal(["expiresAt"], await PatchAsync(sent, $$"""{"expiresAt": "{{In(0)}}"}""").FaultsAsync());
    }

    [Fact]
    [Rule("3.1")]
    public async Task Above_ten_thousand_it_is_accepted_as_a_job_that_can_be_followed()
    {
        await portal.App.AddCrowdAsync(NotificationService.MaxRecipients);
        using var admin = await portal.WithKeyAsync($"{Scopes.NotificationsSend} {Scopes.Admin}");

        using var answer = await admin.PostJsonAsync(Path, """{"everyone": true, "recipient": "alice@example.org", "title": "Hello"}""");

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var sent = await Task.FromResult(answer).JsonAsync(HttpStatusCode.Accepted);
        var path = answer.Headers.Location!.OriginalString;
        Assert.StartsWith("/api/v1/fan-outs/", path, StringComparison.Ordinal);
        var ended = default(JsonElement);
        await Until.TrueAsync(async () => (ended = await admin.GetAsync(path).JsonAsync()).Text("state") == "done", "all are told");
        Assert.Equal(["messageId", "state", "total", "created", "folded", "skipped"], ended.EnumerateObject().Select(p => p.Name));
        Assert.Equal(sent.Text("messageId"), ended.Text("messageId"));
        var everybody = NotificationService.MaxRecipients + 3;
        Assert.Equal((everybody, everybody, 0), (ended.GetProperty("total").GetInt32(), ended.GetProperty("created").GetInt32(), ended.GetProperty("skipped").GetInt32()));
        Assert.Equal(everybody, (await admin.GetAsync($"{Path}/{sent.Text("messageId")}").JsonAsync()).GetProperty("recipients").GetInt32());
        await client.GetAsync(path).ProblemAsync(404); // another key's
    }

    // Without an end to the fraction: as the API writes it.
    private string In(int hours) => portal.Clock.GetUtcNow().AddHours(hours).ToString("yyyy-MM-ddTHH:mm:ssZ", null);

    private Task<HttpResponseMessage> PatchAsync(JsonElement sent, string json) =>
        client.PatchAsync($"{Path}/{sent.Text("messageId")}", new StringContent(json, null, "application/json"));

    private Task<JsonElement> SendAsync(string json) => client.PostJsonAsync(Path, json).JsonAsync(HttpStatusCode.Created);
}
