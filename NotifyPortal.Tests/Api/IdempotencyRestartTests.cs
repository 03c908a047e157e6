using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Api;

/// <summary>What was answered is known to the next process, too.</summary>
public sealed class IdempotencyRestartTests
{
    [Fact]
    public async Task A_kept_answer_survives_a_killed_process()
    {
        using var directory = new TempDirectory();
        var database = directory["portal.db"];
        string[] settings = ["--Database:ConnectionString", $"Data Source={database}"];
        var (_, created) = await PortalProcess.RunAsync(["keys", "create", "--name", "CI", "--scopes", "activities:write", .. settings]);
        var key = created.Output.Split('\n')[^1].Trim();

        var first = await AskAsync(database, key);
        var again = await AskAsync(database, key);

        Assert.Contains("\"id\"", first.Body, StringComparison.Ordinal);
        Assert.Equal((first.Body, true), (again.Body, again.Replayed));
    }

    private static async Task<(string Body, bool Replayed)> AskAsync(string database, string key)
    {
        using var server = await PortalProcess.ServeAsync(database, "--Security:AllowHttp", "true"); // and killed at the end
        using var client = new HttpClient { BaseAddress = new Uri(server.Url) };
        client.DefaultRequestHeaders.Add("Authorization", $"Bearer {key}");
        client.DefaultRequestHeaders.Add("Idempotency-Key", "one");
        using var response = await client.PostJsonAsync("/api/v1/activities", """{"action": "deploy.done"}""");

        return (await response.Content.ReadAsStringAsync(), response.Headers.Contains("Idempotent-Replayed"));
    }
}
