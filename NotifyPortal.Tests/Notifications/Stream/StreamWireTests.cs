using System.Net;
using System.Net.Sockets;
using System.Text;
using NotifyPortal.Activities;
using NotifyPortal.Api;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Notifications.Stream;

/// <summary>The stream's bytes and doors.</summary>
public sealed class StreamWireTests(ApiPortal portal) : StreamTest(portal)
{
    [Fact]
    public async Task Headers_come_at_once_and_let_nobody_keep_or_hold_back_anything()
    {
        var response = (await LiveAsync()).Response;

        Assert.Equal("no-store, no-transform", response.Headers.CacheControl!.ToString());
        Assert.Equal(["no"], response.Headers.GetValues("X-Accel-Buffering"));
        Assert.Equal("text/event-stream; charset=utf-8", response.Content.Headers.ContentType!.ToString());
    }

    [Fact]
    public async Task The_envelope_is_as_written()
    {
        var stream = await LiveAsync();

        var id = await SendAsync(new NotificationDraft
        {
            Title = "Build",
            Text = "It is red.",
            Action = "post.liked",
            Icon = "star",
            Link = "/x",
            Severity = Severity.Critical,
            Actor = new Actor(null, "octocat", "CI"),
            Group = "b/1",
            Event = "ci.build",
            Mode = NotificationMode.Timeseries,
            Metadata = new() { ["run"] = 7, ["id"] = "forged", ["type"] = "forged", ["title"] = "forged", ["created_at"] = 1, ["mode"] = "x", ["group"] = "x", ["payload"] = "x", ["updated"] = true },
        });

        Assert.Equal(
            $$$"""{"id":"{{{id}}}","type":"ci.build","mode":"timeseries","created_at":{{{Seconds(Portal.Clock.GetUtcNow())}}},"payload":{"run":7,"title":"Build","text":"It is red.","message":"It is red.","icon":"star","link":"/x","severity":"critical","action":"post.liked","notification_type":"posts.likes","actor":{"id":null,"name":"octocat via CI"}},"group":"b/1"}""",
            (await stream.NextAsync()).Data);
    }

    [Fact]
    public async Task A_plain_one_is_generic_and_names_what_it_lacks()
    {
        var stream = await LiveAsync();

        var id = await SendAsync("Hello");

        Assert.Equal(
            $$$"""{"id":"{{{id}}}","type":"generic","mode":"queued","created_at":1773144000.000000,"payload":{"title":"Hello","text":null,"message":null,"icon":"notifications","link":"/notifications","severity":"info","action":null,"notification_type":null,"actor":null}}""",
            (await stream.NextAsync()).Data);
    }

    [Fact]
    public async Task Control_messages_are_as_written()
    {
        var id = await SendAsync();
        var stream = await LiveAsync();

        await Inbox.DismissAsync(id);

        Assert.Equal(
            $$$"""{"type":"dismissed","id":"{{{id}}}","mode":"timeseries","created_at":1773144000.000000,"payload":{"notification_id":"{{{id}}}"}}""", (await stream.NextAsync()).Data);
    }

    [Fact]
    public async Task The_bytes_are_those_of_the_contract()
    {
        var id = await SendAsync();
        var key = await Portal.KeyAsync(Scopes.InboxRead, Me);
        using var raw = new TcpClient();
        await raw.ConnectAsync(Portal.Address.Host, Portal.Address.Port);
        await raw.Client.SendAsync(Encoding.ASCII.GetBytes($"GET /notifications/stream HTTP/1.0\r\nHost: {Portal.Address.Authority}\r\nAuthorization: Bearer {key}\r\n\r\n"));
        using var reader = new StreamReader(raw.GetStream());
        var text = new StringBuilder();

        while (!text.ToString().Contains("event: unread", StringComparison.Ordinal))
        {
            text.Append((char)reader.Read());
        }

        var body = text.ToString().Split("\r\n\r\n")[1];
        Assert.Matches($$"""^event: notification\ndata: \{"id":"{{id}}",[^\n]*\}\n\nevent: sync\nid: [0-9:]+\ndata:\n\nevent: unread$""", body);
    }

    [Fact]
    [Rule("9.4")]
    public async Task No_text_can_end_a_line_or_forge_an_event()
    {
        var stream = await LiveAsync();
        string[] bad = ["\n", "\r", "\r\n", "\u2028", "\u2029", "\u0085", "data: x\n\nevent: notification", "\n\nid: 9\n"];
        var random = new Random(20261121);

        for (var i = 0; i < 300; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 8)).Select(_ => bad[random.Next(bad.Length)] + (char)random.Next(0x20, 0x7f)));
            var id = await SendAsync(new NotificationDraft { Text = "a" + text, Group = $"g{i}", Event = "e" + i, Metadata = new() { [text] = text } });
            var told = await stream.NextAsync();

            Assert.Equal($"new {id}", told.ToString());
            Assert.Equal(text, told.Json.GetProperty("payload").GetProperty(text).GetString());
        }
    }

    [Theory]
    [InlineData("dismissed")]
    [InlineData("disconnecting")]
    public async Task The_stream_s_own_names_are_refused_on_sending(string name) =>
        await Assert.ThrowsAsync<ArgumentException>(() => SendAsync(new NotificationDraft { Title = "x", Event = name }));

    [Theory]
    [InlineData(null, 200)]
    [InlineData("Bearer np_wrong", 401)]
    [InlineData("Bearer", 401)]
    public async Task Nobody_in_particular_gets_a_session_s_stream_and_a_bad_key_nothing(string? authorization, int status)
    {
        using var client = authorization is null ? Portal.Client() : Portal.Client(("Authorization", authorization));

        using var response = await client.GetAsync("/notifications/stream", HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(status == 200, response.Headers.TryGetValues("Set-Cookie", out var cookies) && cookies.Single().StartsWith("np_session=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_without_the_scope_is_refused()
    {
        using var client = await Portal.WithKeyAsync(ApiPortal.AllBut(Scopes.InboxRead), Me);

        await client.GetAsync("/notifications/stream").ProblemAsync(403);
    }

    [Fact]
    public async Task A_key_s_stream_knows_no_browser_session()
    {
        using var response = await Key.GetAsync("/notifications/stream", HttpCompletionOption.ResponseHeadersRead);

        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [InlineData(null, null, 200)]
    [InlineData(null, "same-origin", 200)]
    [InlineData(null, "cross-site", 403)]
    [InlineData(null, "same-site", 403)]
    [InlineData("https://evil.example", null, 403)]
    [InlineData("null", null, 403)]
    public async Task Other_sites_get_no_stream_with_a_cookie_or_without(string? origin, string? site, int status)
    {
        foreach (var cookie in new[] { await CookieFor.UserAsync(Portal.App, Me), "" })
        {
            using var client = Portal.Client([.. new[] { ("Cookie", cookie), ("Origin", origin), ("Sec-Fetch-Site", site) }.Where(h => h.Item2 is { Length: > 0 }).Select(h => (h.Item1, h.Item2!))]);

            using var response = await client.GetAsync("/notifications/stream", HttpCompletionOption.ResponseHeadersRead);

            Assert.Equal(status, (int)response.StatusCode);
        }
    }

    [Fact]
    public async Task A_key_in_the_address_is_refused() =>
        Assert.Equal(HttpStatusCode.BadRequest, (await Key.GetAsync("/notifications/stream?token=np_x")).StatusCode);

    [Fact]
    public async Task Another_s_cursor_shows_nothing_of_theirs()
    {
        using var bobs = await Portal.WithKeyAsync(Scopes.InboxRead, Portal.Bob);
        var stream = await LiveAsync(client: bobs);
        var cursor = stream.LastEventId;
        await Notifications.CreateAsync(Portal.Bob.Id, new NotificationDraft { Title = "Bob's", Mode = NotificationMode.Timeseries });

        Assert.Empty(await (await OpenAsync(lastEventId: cursor)).BeforeSyncAsync());
    }
}
