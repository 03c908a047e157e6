using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Notifications.FanOuts;

/// <summary>What was accepted is done, whenever the process dies. Real processes, ended as a power cut ends them.</summary>
[Trait(TestDatabase.Trait, TestDatabase.Sqlite)]
public sealed class KilledPortalTests : IDisposable
{
    private const int Crowd = 40_000;

    private readonly TempDirectory directory = new();

    private string Database => directory["portal.db"];

    [Fact]
    [Rule("3.1")]
    [Rule("P10")]
    public async Task A_killed_portal_goes_on_where_it_was_and_tells_nobody_twice()
    {
        var key = await PrepareAsync();
        var jobs = new List<string>();

        using (var portal = await PortalProcess.ServeAsync(Database))
        using (var client = Client(portal, key))
        {
            // They take turns: when the first has begun, none has ended.
            for (var i = 0; i < 4; i++)
            {
                using var answer = await client.PostJsonAsync("/api/v1/notifications", $$"""{"everyone": true, "title": "Hello {{i}}", "collapseKey": "{{i}}"}""");
                Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
                jobs.Add(answer.Headers.Location!.OriginalString);
            }

            await Until.TrueAsync(async () => (await ProgressAsync(client, jobs[0])).Created > 0, "the first has begun");
            Assert.Equal("running", (await ProgressAsync(client, jobs[^1])).State); // or the kill came too late to prove anything
        }

        using (var portal = await PortalProcess.ServeAsync(Database))
        using (var client = Client(portal, key))
        {
            foreach (var job in jobs)
            {
                await Until.TrueAsync(async () => (await ProgressAsync(client, job)).State == "done", "it has ended", TimeSpan.FromSeconds(60));
                Assert.Equal(("done", Crowd, Crowd), await ProgressAsync(client, job));
            }

            var stats = await client.GetFromJsonAsync<JsonElement>("/api/v1/admin/stats");
            Assert.Equal(jobs.Count * Crowd, stats.GetProperty("total").GetInt32());
        }

        var (exitCode, verify) = await PortalProcess.RunAsync(["verify", "--Database:ConnectionString", $"Data Source={Database}"]);
        Assert.Empty(verify.Errors);
        Assert.Equal(0, exitCode);
    }

    [Fact]
    [Rule("3.8")]
    public async Task What_ended_during_a_downtime_is_gone_before_the_first_page_and_what_fell_due_is_sent()
    {
        var key = await PrepareAsync(2);

        using (var portal = await PortalProcess.ServeAsync(Database))
        using (var client = Client(portal, key))
        {
            var soon = TimeProvider.System.GetUtcNow().AddHours(1);
            await client.PostJsonAsync("/api/v1/notifications", $$"""{"everyone": true, "title": "Short", "expiresAt": "{{soon:O}}"}""").JsonAsync(HttpStatusCode.Created);
            await client.PostJsonAsync("/api/v1/notifications", $$"""{"recipient": "crowd-00001", "title": "Later", "publishAt": "{{soon:O}}"}""").JsonAsync(HttpStatusCode.Created);
        }

        await SqliteDatabase.ExecuteAsync(Database, """UPDATE "Messages" SET "ExpiresAt" = 1 WHERE "ExpiresAt" IS NOT NULL; UPDATE "ScheduledMessages" SET "PublishAt" = 1""");

        using (var portal = await PortalProcess.ServeAsync(Database))
        using (var client = Client(portal, key))
        {
            var first = await client.GetFromJsonAsync<JsonElement>("/api/v1/admin/notifications");

            Assert.Equal(["Later"], first.GetProperty("items").EnumerateArray().Select(n => n.Text("title")));
        }
    }

    public void Dispose() => directory.Dispose();

    private async Task<string> PrepareAsync(int users = Crowd)
    {
        var (exitCode, created) = await PortalProcess.RunAsync(
            ["keys", "create", "--name", "Test", "--scopes", "notifications:send,admin", "--Database:ConnectionString", $"Data Source={Database}"]);
        Assert.Equal(0, exitCode);
        await SqliteDatabase.ExecuteAsync(Database, Support.Crowd.Sql(users));

        return created.Output.Split('\n')[^1];
    }

    private static HttpClient Client(PortalProcess portal, string key)
    {
        var client = new HttpClient { BaseAddress = new Uri(portal.Url) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);

        return client;
    }

    private static async Task<(string State, int Total, int Created)> ProgressAsync(HttpClient client, string job)
    {
        var progress = await client.GetFromJsonAsync<JsonElement>(job);

        return (progress.Text("state"), progress.GetProperty("total").GetInt32(), progress.GetProperty("created").GetInt32());
    }
}
