using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using NotifyPortal.Activities;
using NotifyPortal.Api;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Notifications.Api;

public sealed class EventsApiTests(ApiPortal portal) : IClassFixture<ApiPortal>, IAsyncLifetime
{
    private const string Structured = "application/cloudevents+json";
    private const string Batch = "application/cloudevents-batch+json";

    private HttpClient client = default!;

    public async ValueTask InitializeAsync() => client = await portal.WithKeyAsync(Scopes.ActivitiesWrite);

    public ValueTask DisposeAsync()
    {
        client.Dispose();

        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("""{"specversion":"1.0","id":"s1","source":"/orders","type":"order.shipped","subject":"42","time":"2026-03-10T12:00:00.123456789z","target":"alice@example.org","actor":"octocat","traceparent":"00-1"}""")]
    [InlineData("""{"specversion":"1.0","id":"s2","source":"/orders","type":"order.shipped","subject":"42","time":"2026-03-10T13:00:00.123456+01:00","datacontenttype":"application/json","data":{"target":"alice@example.org","actor":{"name":"octocat","login":7},"price":3,"tree":[{}]}}""")]
    public async Task A_structured_event_becomes_an_activity(string body)
    {
        var answer = await SendAsync(Structured, body).JsonAsync(HttpStatusCode.Accepted);

        await AssertShippedAsync(answer);
    }

    [Fact]
    public async Task A_binary_event_does_with_its_headers_decoded()
    {
        using var request = Binary(
            """{"target": "alice@example.org"}""", "application/json; charset=utf-8", ("ce-specversion", "1.0"), ("ce-id", "b%201"), ("ce-source", "\"/orders\""),
            ("ce-type", "order%2Eshipped"), ("ce-subject", "42"), ("ce-time", "2026-03-10T12:00:00.123456Z"), ("CE-Actor", "octocat"));

        await AssertShippedAsync(await client.SendAsync(request).JsonAsync(HttpStatusCode.Accepted));
    }

    [Fact]
    public async Task Headers_carry_any_text_percent_encoded()
    {
        using var request = Binary(
            "<order/>", "application/xml", ("ce-specversion", "1.0"), ("ce-id", "b2"), ("ce-source", "/x"), ("ce-type", "a.b"), ("ce-subject", "Euro%20%E2%82%AC%20%F0%9F%98%80 100%"),
            ("ce-recipients", "alice@example.org, bob@example.org"), ("ce-notification", Uri.EscapeDataString("""{"title": "€", "severity": "warning", "theirs": 1}""")));

        var answer = await client.SendAsync(request).JsonAsync(HttpStatusCode.Accepted);

        Assert.Equal("Euro € 😀 100%", (await EntryAsync("a.b")).ResourceId);
        Assert.Equal(["alice@example.org created", "bob@example.org created"], Outcomes(answer).Order(StringComparer.Ordinal));
        var view = await portal.InboxOf(portal.Bob).FindAsync(long.Parse(answer.GetProperty("outcomes")[0].Text("notificationId"), null))
            ?? await portal.InboxOf(portal.Bob).FindAsync(long.Parse(answer.GetProperty("outcomes")[1].Text("notificationId"), null));
        Assert.Equal(("€", Severity.Warning), (view!.Title, view.Severity));
    }

    [Fact]
    public async Task What_the_envelope_says_goes_before_what_is_inside()
    {
        var answer = await SendAsync(Structured, Event("w1", """
            "recipients": ["bob@example.org"], "data": {"recipients": ["alice@example.org"], "target": "alice@example.org", "notification": {"title": "Inside"}}
            """)).JsonAsync(HttpStatusCode.Accepted);

        Assert.Equal(["bob@example.org created"], Outcomes(answer));
    }

    [Fact]
    public async Task Source_and_id_make_it_once_and_nobody_is_told_twice()
    {
        var first = await SendAsync(Structured, Event("once", "\"target\": \"alice@example.org\"")).JsonAsync(HttpStatusCode.Accepted);
        using var otherKey = await portal.WithKeyAsync(Scopes.ActivitiesWrite);
        var again = await SendAsync(Structured, Event("once", "\"target\": \"alice@example.org\""), otherKey).JsonAsync(HttpStatusCode.Accepted);
        var other = await SendAsync(Structured, Event("once", "\"target\": \"alice@example.org\"", source: "/elsewhere")).JsonAsync(HttpStatusCode.Accepted);

        Assert.Equal(first.Text("id"), again.Text("id"));
        Assert.Equal("skipped", again.GetProperty("outcomes")[0].Text("outcome"));
        Assert.Equal("duplicate", again.GetProperty("outcomes")[0].Text("reason"));
        Assert.NotEqual(first.Text("id"), other.Text("id"));
        Assert.Equal("created", other.GetProperty("outcomes")[0].Text("outcome"));
    }

    [Fact]
    public async Task A_batch_is_answered_in_its_order_and_an_event_in_it_twice_is_one()
    {
        var answer = await SendAsync(Batch, $"[{Event("b1", "\"target\": \"bob@example.org\"")}, {Event("b2", "\"x\": 1")}, {Event("b1", "\"target\": \"bob@example.org\"")}]").JsonAsync(HttpStatusCode.Accepted);

        Assert.Equal(["created", "skipped", "skipped"], answer.EnumerateArray().Select(a => a.GetProperty("outcomes")[0].Text("outcome")));
        Assert.Equal(answer[0].Text("id"), answer[2].Text("id"));
    }

    [Fact]
    public async Task One_bad_event_refuses_the_whole_batch()
    {
        var faults = await SendAsync(Batch, $$"""[{{Event("never", "\"x\": 1", "never.kept")}}, {"specversion": "0.3", "id": 7, "type": " "}, 5]""").FaultsAsync();

        Assert.Equal(["[1].id", "[1].source", "[1].specversion", "[1].type", "[2]"], faults);
        Assert.Empty((await portal.App.Get<ActivityLog>().ListAsync(new ActivityQuery { Action = "never.kept" })).Items);
    }

    [Theory]
    [InlineData("{}", "id source specversion type")]
    [InlineData("""{"specversion":1.0,"id":"1","source":"/s","type":"t"}""", "specversion")]
    [InlineData("""{"specversion":"1.0","id":"","source":"/s","type":"t"}""", "id")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/s","type":"t","time":"yesterday"}""", "time")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/s","type":"t","target":5}""", "target")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/s","type":"t","data":{"target":["a"],"recipients":[1],"actor":7}}""", "data.actor data.recipients[0] data.target")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/s","type":"t","notification":"no JSON"}""", "notification")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/s","type":"t","data":{"notification":{"link":"javascript:alert(1)"}}}""", "data.notification.link")]
    public async Task What_is_at_fault_is_named(string body, string faults) => Assert.Equal(faults, string.Join(' ', await SendAsync(Structured, body).FaultsAsync()));

    [Theory]
    [InlineData(Structured, "", 400)]
    [InlineData(Structured, "null", 400)]
    [InlineData(Structured, "[]", 400)]
    [InlineData(Batch, "[]", 400)]
    [InlineData(Batch, "{}", 400)]
    [InlineData(Structured, "{\"specversion\":\"1.0\",\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\"}", 400)]
    [InlineData(Structured, "{\"specversion\":\"1.0\",\"id\":\"\\u0000\",\"source\":\"/s\",\"type\":\"t\"}", 400)]
    [InlineData("application/cloudevents+xml", "<event/>", 415)]
    [InlineData("application/cloudevents+json; charset=utf-16", "{}", 415)]
    [InlineData("text/plain", "{}", 415)]
    [InlineData("multipart/form-data; boundary=x", "--x--", 415)]
    [InlineData("application/json", "{}", 400)]
    public async Task What_is_no_event_is_refused(string type, string body, int status) => await SendAsync(type, body).ProblemAsync(status);

    [Fact]
    public async Task Headers_that_are_no_text_are_refused()
    {
        using var request = Binary("", "application/json", ("ce-specversion", "1.0"), ("ce-id", "%00"), ("ce-source", "%FF"), ("ce-type", "a%C3"));

        Assert.Equal(["id", "source", "type"], await client.SendAsync(request).FaultsAsync());
    }

    [Fact]
    public async Task Too_large_is_too_large()
    {
        await SendAsync(Structured, Event("big", $"\"data\": \"{new string('x', 256 * 1024)}\"")).ProblemAsync(413);
        using var request = Binary(new string('x', (256 * 1024) + 1), "text/plain", ("ce-specversion", "1.0"), ("ce-id", "big"), ("ce-source", "/s"), ("ce-type", "t"));
        await client.SendAsync(request).ProblemAsync(413);
    }

    [Fact]
    public async Task Two_binary_events_that_differ_in_headers_are_not_one_request()
    {
        foreach (var (id, status) in new[] { ("k1", 202), ("k1", 202), ("k2", 409) })
        {
            using var request = Binary("{}", "application/json", ("ce-specversion", "1.0"), ("ce-id", id), ("ce-source", "/s"), ("ce-type", "t"), ("Idempotency-Key", "headers"));
            using var response = await client.SendAsync(request);
            Assert.Equal(status, (int)response.StatusCode);
        }
    }

    private async Task AssertShippedAsync(JsonElement answer)
    {
        Assert.Equal(["alice@example.org created"], Outcomes(answer));
        var entry = (await portal.App.Get<ActivityLog>().ListAsync(new ActivityQuery { Action = "order.shipped" })).Items.Single(a => a.Id.ToString(null as IFormatProvider) == answer.Text("id"));
        Assert.Equal(("/orders", "42", "octocat", portal.Alice.Id), (entry.ResourceType, entry.ResourceId, entry.ActorName, entry.TargetId));
        Assert.Equal(new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero).AddMicroseconds(123456), entry.OccurredAt);
    }

    private async Task<ActivityEntry> EntryAsync(string action) => (await portal.App.Get<ActivityLog>().ListAsync(new ActivityQuery { Action = action })).Items[0];

    private static IEnumerable<string> Outcomes(JsonElement answer) => answer.GetProperty("outcomes").EnumerateArray().Select(o => $"{o.Text("recipient")} {o.Text("outcome")}");

    private static string Event(string id, string more, string type = "test.event", string source = "/tests") =>
        $$"""{"specversion": "1.0", "id": "{{id}}", "source": "{{source}}", "type": "{{type}}", {{more}}}""";

    private Task<HttpResponseMessage> SendAsync(string type, string body, HttpClient? by = null) =>
        (by ?? client).SendAsync(new HttpRequestMessage(HttpMethod.Post, "/api/v1/events") { Content = Content(body, type) });

    private static HttpRequestMessage Binary(string body, string type, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/events") { Content = Content(body, type) };

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private static StringContent Content(string body, string type)
    {
        var content = new StringContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);

        return content;
    }
}
