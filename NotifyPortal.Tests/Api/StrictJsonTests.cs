using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using NotifyPortal.Api;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Api;

public sealed class StrictJsonTests(ApiPortal portal) : IClassFixture<ApiPortal>, IAsyncLifetime
{
    private HttpClient client = default!;

    public async ValueTask InitializeAsync() => client = await portal.WithKeyAsync(ApiPortal.AllBut(), portal.Alice);

    public ValueTask DisposeAsync()
    {
        client.Dispose();

        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("3")]
    [InlineData("\"x\"")]
    [InlineData("{\"action\":\"a\",\"action\":\"b\"}")]
    [InlineData("{\"action\":\"a\",\"act\\u0069on\":\"b\"}")]
    [InlineData("{\"action\":\"a\",}")]
    [InlineData("{\"action\":\"a\"} // said")]
    [InlineData("/* said */ {\"action\":\"a\"}")]
    [InlineData("{'action':'a'}")]
    [InlineData("{\"action\":\"a\"}{\"action\":\"b\"}")]
    [InlineData("{\"action\":\"a\"}\n{\"action\":\"b\"}")]
    [InlineData("{\"action\":\"a\\u0000\"}")]
    [InlineData("{\"action\":\"\\ud800\"}")]
    [InlineData("{\"action\":\"a\",\"metadata\":{\"x\":\"\\udc00\"}}")]
    [InlineData("{\"action\":\"a\",\"metadata\":{\"\\ud800\":1}}")]
    [InlineData("{\"action\":\"a\",\"metadata\":{\"n\":NaN}}")]
    [InlineData("{\"action\":\"a\",\"metadata\":{\"n\":01}}")]
    public async Task What_strict_JSON_is_not_is_refused(string body) => await client.PostJsonAsync("/api/v1/activities", body).ProblemAsync(400);

    [Theory]
    [InlineData("{}", "action")]
    [InlineData("[]", "")]
    [InlineData("{\"action\":null}", "action")]
    [InlineData("{\"action\":\" \\t \"}", "action")]
    [InlineData("{\"action\":5}", "action")]
    [InlineData("{\"action\":\"a\",\"recipients\":\"b\"}", "recipients")]
    [InlineData("{\"action\":\"a\",\"recipients\":[1]}", "recipients[0]")]
    [InlineData("{\"action\":\"a\",\"metadata\":[]}", "metadata")]
    [InlineData("{\"action\":\"a\",\"resource\":{\"type\":\"t\",\"id\":7}}", "resource.id")]
    [InlineData("{\"action\":\"a\",\"origin\":\"Auto\"}", "origin")]
    [InlineData("{\"action\":\"a\",\"origin\":0}", "origin")]
    [InlineData("{\"action\":\"a\",\"userId\":\"me\"}", "userId")]
    [InlineData("{\"Action\":\"a\",\"action\":\"a\"}", "Action")]
    [InlineData("{\"action\":\"a\",\"id\":1,\"recordedAt\":\"2026-01-01T00:00:00Z\"}", "id recordedAt")]
    [InlineData("{\"action\":\"a\",\"__proto__\":{}}", "__proto__")]
    [InlineData("{\"action\":\"a\",\"occurredAt\":\"2026-01-01T00:00:00\"}", "occurredAt")]
    [InlineData("{\"action\":\"a\",\"occurredAt\":\"2026-01-01\"}", "occurredAt")]
    [InlineData("{\"action\":\"a\",\"occurredAt\":\"0000-00-00T00:00:00Z\"}", "occurredAt")]
    [InlineData("{\"action\":\"a\",\"occurredAt\":\"9999-12-31T23:59:60Z\"}", "occurredAt")]
    [InlineData("{\"action\":\"a\",\"occurredAt\":\"10000-01-01T00:00:00Z\"}", "occurredAt")]
    [InlineData("{\"action\":\"a\",\"occurredAt\":\"9999-12-31T23:59:59-14:00\"}", "occurredAt")]
    [InlineData("{\"action\":\"a\",\"occurredAt\":1700000000}", "occurredAt")]
    [InlineData("{\"action\":\"a\",\"actor\":7}", "actor")]
    [InlineData("{\"action\":\"a\",\"actor\":{\"id\":\"x\"}}", "actor.id actor.name")]
    [InlineData("{\"action\":\"a\",\"notification\":{\"severity\":\"fatal\",\"link\":\"//x\",\"icon\":\"A\",\"event\":\"dismissed\"}}",
        "notification.event notification.icon notification.link notification.severity")]
    public async Task Every_field_at_fault_is_named(string body, string fields) =>
        Assert.Equal(fields.Split(' '), await client.PostJsonAsync("/api/v1/activities", body).FaultsAsync());

    [Fact]
    public async Task Everybody_s_members_are_refused_in_every_body()
    {
        foreach (var path in new[] { "/api/v1/activities", "/api/v1/notifications", "/api/v1/notifications/preview", "/api/v1/inbox/seen", "/api/v1/inbox/dismiss" })
        {
            foreach (var member in new[] { "userId", "isAdmin", "position", "createdAt", "seenAt", "sender" })
            {
                Assert.Contains(member, await client.PostJsonAsync(path, $"{{\"{member}\":\"x\"}}").FaultsAsync());
            }
        }
    }

    [Fact]
    public async Task Sixteen_levels_are_enough()
    {
        static string Body(int depth) => $"{{\"action\":\"deep\",\"metadata\":{{\"x\":{new string('[', depth - 2)}{new string(']', depth - 2)}}}}}";

        await client.PostJsonAsync("/api/v1/activities", Body(16)).JsonAsync(System.Net.HttpStatusCode.Accepted);
        await client.PostJsonAsync("/api/v1/activities", Body(17)).ProblemAsync(400);
        await client.PostJsonAsync("/api/v1/activities", Body(10_000)).ProblemAsync(400);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=latin1")]
    [InlineData("application/xml")]
    [InlineData(null)]
    public async Task Only_JSON_in_UTF_8_is_read(string? type)
    {
        using var content = new ByteArrayContent("{\"action\":\"a\"}"u8.ToArray());
        content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);

        await client.PostAsync("/api/v1/activities", content).ProblemAsync(415);
    }

    [Fact]
    public async Task Compressed_bodies_are_not_read()
    {
        using var content = new StringContent("{\"action\":\"a\"}", Encoding.UTF8, "application/json");
        content.Headers.ContentEncoding.Add("gzip");

        await client.PostAsync("/api/v1/activities", content).ProblemAsync(415);
    }

    [Theory]
    [InlineData(new byte[] { 0x22, 0xff, 0x22 })]
    [InlineData(new byte[] { 0x22, 0xc0, 0xaf, 0x22 })]
    [InlineData(new byte[] { 0x22, 0xed, 0xa0, 0x80, 0x22 })]
    public async Task Bytes_that_are_not_UTF_8_are_refused(byte[] value)
    {
        using var content = new ByteArrayContent([.. "{\"action\":"u8, .. value, .. "}"u8]);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/json");

        await client.PostAsync("/api/v1/activities", content).ProblemAsync(400);
    }

    [Fact]
    public async Task An_object_holds_256_KB_and_an_array_1_MB()
    {
        static string Pad(string json, int bytes) => json + new string(' ', bytes - json.Length);

        await client.PostJsonAsync("/api/v1/activities", Pad("{\"action\":\"a\"}", JsonBody.MaxBytes)).JsonAsync(System.Net.HttpStatusCode.Accepted);
        await client.PostJsonAsync("/api/v1/activities", Pad("{\"action\":\"a\"}", JsonBody.MaxBytes + 1)).ProblemAsync(413);
        await client.PostJsonAsync("/api/v1/activities", Pad("[{\"action\":\"a\"}]", JsonBody.MaxArrayBytes)).JsonAsync(System.Net.HttpStatusCode.Accepted);
        await client.PostJsonAsync("/api/v1/activities", Pad("[{\"action\":\"a\"}]", JsonBody.MaxArrayBytes + 1)).ProblemAsync(413);
    }

    [Fact]
    public async Task A_body_that_does_not_say_how_long_it_is_is_measured_too()
    {
        using var content = new StreamContent(new MemoryStream(new byte[JsonBody.MaxArrayBytes + 1]));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/activities") { Content = content };
        request.Headers.TransferEncodingChunked = true;

        await client.SendAsync(request).ProblemAsync(413);
    }

    [Fact]
    public async Task Who_still_sends_what_is_refused_hears_why_and_may_go_on()
    {
        const int Length = 2 * JsonBody.MaxArrayBytes;
        var head = $"Host: {portal.Address.Authority}\r\nAuthorization: Bearer {await portal.KeyAsync(Scopes.ActivitiesWrite)}\r\nContent-Type: application/json\r\n";
        using var connection = new TcpClient();
        await connection.ConnectAsync(portal.Address.Host, portal.Address.Port);
        await using var wire = connection.GetStream();
        using var answers = new StreamReader(wire);

        await wire.WriteAsync(Encoding.ASCII.GetBytes($"POST /api/v1/activities HTTP/1.1\r\n{head}Content-Length: {Length}\r\n\r\n"));
        Assert.Equal("HTTP/1.1 413 Payload Too Large", await answers.ReadLineAsync());
        await wire.WriteAsync(new byte[Length]);
        await wire.WriteAsync(Encoding.ASCII.GetBytes($"GET /api/v1/activities HTTP/1.1\r\n{head}\r\n"));

        await Until.TrueAsync(async () => (await answers.ReadLineAsync())!.EndsWith("405 Method Not Allowed", StringComparison.Ordinal), "the next request is answered");
    }
}
