using System.Text.Json;
using NotifyPortal.Api;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Api;

/// <summary>The API's description is whole, and true: <see cref="DescribedHandler"/> holds all answers of the API's tests against it.</summary>
public sealed class DescriptionTests(ApiPortal portal) : IClassFixture<ApiPortal>
{
    [Fact]
    public async Task Every_operation_says_what_it_does_and_answers()
    {
        foreach (var (name, operation) in (await ReadAsync()).Operations.Where(o => o.Name.Contains("/api/", StringComparison.Ordinal)))
        {
            Assert.True(operation.TryGetProperty("summary", out var summary) && summary.GetString() is { Length: > 5 }, $"{name} has no summary");
            var responses = operation.GetProperty("responses").EnumerateObject().ToList();
            Assert.All(responses, response => Assert.True(response.Value.GetProperty("description").GetString() is { Length: > 0 }, $"{name} {response.Name} has no description"));
            Assert.Contains(responses, response => response.Name == "204" || (response.Name[0] == '2' && response.Value.TryGetProperty("content", out _)));
            Assert.Subset(responses.Select(r => r.Name).ToHashSet(), new HashSet<string> { "400", "403", "429", "503" });
        }
    }

    [Fact]
    public async Task The_description_names_every_endpoint_with_its_answers()
    {
        using var client = portal.Client();

        var paths = (await client.GetAsync("/openapi/v1.json").JsonAsync()).GetProperty("paths");

        foreach (var (endpoint, _, scope) in EndpointMatrixTests.Rows.Select(row => row.Data))
        {
            var parts = endpoint.Split(' ');
            var operation = paths.GetProperty(parts[1]).GetProperty(parts[0].ToLowerInvariant());
            Assert.Contains(scope, operation.Text("description"), StringComparison.Ordinal);
            Assert.True(operation.GetProperty("responses").TryGetProperty("401", out _), endpoint);
            Assert.True(operation.GetProperty("responses").EnumerateObject().Any(response => response.Name[0] == '2'), endpoint);
        }
    }

    [Fact]
    public async Task Every_example_works()
    {
        using var root = await portal.WithCookieAsync(portal.Root);
        var tried = 0;

        foreach (var (name, operation) in (await ReadAsync()).Operations.Where(o => !o.Name.Contains('{', StringComparison.Ordinal)))
        {
            if (operation.TryGetProperty("requestBody", out var body) && body.GetProperty("content").EnumerateObject().First() is var media && media.Value.TryGetProperty("example", out var example))
            {
                var (method, path) = (name.Split(' ')[0], name.Split(' ')[1]);
                using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new StringContent(example.GetRawText(), null, media.Name) };
                using var response = await root.SendAsync(request);
                Assert.True((int)response.StatusCode is < 300 or 410, $"{name}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
                tried++;
            }
        }

        Assert.InRange(tried, 7, 100);
    }

    [Theory]
    [InlineData(200, """{"count": 1}""", "")]
    [InlineData(418, """{"count": 1}""", "the status")]
    [InlineData(200, """{"count": 1, "more": 2}""", ".more is unknown")]
    [InlineData(200, """{}""", ".count is missing")]
    [InlineData(200, """{"count": "1"}""", ".count is String and not integer")]
    [InlineData(200, "", "no body")]
    public async Task What_is_not_described_is_noticed(int status, string body, string fault)
    {
        var document = await ReadAsync();

        Assert.Equal(fault, string.Join("; ", document.FaultsOf(document.Find("POST", "/api/v1/inbox/undo")!.Value, status, "application/json", body)));
    }

    [Fact]
    public async Task The_page_shows_every_operation_to_anybody_with_a_command_to_try_it()
    {
        using var client = portal.Client();

        var page = System.Net.WebUtility.HtmlDecode(await (await client.GetAsync("/docs")).Content.ReadAsStringAsync());

        foreach (var (name, operation) in (await ReadAsync()).Operations)
        {
            Assert.Contains($">{name.Split(' ')[1]}</code>", page, StringComparison.Ordinal);
            Assert.Contains(operation.Text("summary"), page, StringComparison.Ordinal);
        }

        Assert.Contains("curl -X POST", page, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_commands_are_what_one_can_send()
    {
        using var client = await portal.WithKeyAsync(Scopes.ActivitiesWrite);
        var operations = await portal.App.Get<NotifyPortal.Api.Docs.ApiReference>().ListAsync(TestContext.Current.CancellationToken);

        var curl = operations.Single(o => o is { Method: "POST", Path: "/api/v1/activities" }).Curl;

        Assert.StartsWith("curl -X POST \"$PORTAL/api/v1/activities\" -H \"Authorization: Bearer $KEY\"", curl, StringComparison.Ordinal);
        var body = JsonElement.Parse(curl[(curl.IndexOf("-d '", StringComparison.Ordinal) + 4)..^1]);
        await client.PostJsonAsync("/api/v1/activities", body.GetRawText()).JsonAsync(System.Net.HttpStatusCode.Accepted);
    }

    private async Task<ApiDocument> ReadAsync()
    {
        using var client = portal.Client();

        return new ApiDocument(await client.GetAsync("/openapi/v1.json").JsonAsync());
    }
}
