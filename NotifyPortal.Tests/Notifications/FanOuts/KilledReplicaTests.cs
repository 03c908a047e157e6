using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NotifyPortal.Benchmarks.Portals;
using NotifyPortal.Tests.Support;
using Npgsql;
using PortalProcess = NotifyPortal.Tests.Support.PortalProcess;

namespace NotifyPortal.Tests.Notifications.FanOuts;

/// <summary>Two replicas share the work, and one of them is killed while it is at it.</summary>
[Trait(TestDatabase.Trait, TestDatabase.Postgres)]
public sealed class KilledReplicaTests : IAsyncLifetime
{
    private const int Crowd = 15_000;

    private PostgresServer server = default!;
    private string database = default!;

    private string[] Settings => ["--Database:Provider", "Postgres", "--Database:ConnectionString", database, "--Api:RequestsPerMinute", "1000000"];

    public async ValueTask InitializeAsync()
    {
        Needs.Tool(Needs.Postgres);
        server = await Servers.SharedPostgresAsync();
        database = await MigratedDatabase.CopyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (database is not null)
        {
            await server.ExecuteAsync($"drop database {new NpgsqlConnectionStringBuilder(database).Database} with (force)");
        }
    }

    [Fact]
    [Rule("3.1"), Rule("P10"), Rule("F19")]
    public async Task The_other_ends_what_it_was_at_and_sends_what_was_to_follow_and_tells_nobody_twice()
    {
        var key = await PrepareAsync();
        using var other = await PortalProcess.ServeAsync(Settings);
        using var client = Client(other, key);
        var jobs = new List<string>();

        using (var killed = await PortalProcess.ServeAsync(Settings))
        using (var sender = Client(killed, key))
        {
            for (var i = 0; i < 4; i++)
            {
                using var answer = await sender.PostJsonAsync("/api/v1/notifications", $$"""{"everyone": true, "title": "Hello {{i}}", "collapseKey": "{{i}}"}""");
                Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
                jobs.Add(answer.Headers.Location!.OriginalString);
            }

            var soon = TimeProvider.System.GetUtcNow().AddSeconds(3);
            await sender.PostJsonAsync("/api/v1/notifications", $$"""{"recipient": "crowd-00001", "title": "Later", "publishAt": "{{soon:O}}"}""").JsonAsync(HttpStatusCode.Created);
            await Until.TrueAsync(async () => (await ProgressAsync(client, jobs[0])).Created > 0, "the first has begun");
            Assert.Equal("running", (await ProgressAsync(client, jobs[^1])).State); // or the kill came too late to prove anything
        }

        var killedAt = Stopwatch.GetTimestamp();
        var before = (await ProgressAsync(client, jobs[^1])).Created;
        await Until.TrueAsync(async () => (await ProgressAsync(client, jobs[^1])).Created > before, "the other has taken over", TimeSpan.FromSeconds(10));
        TestContext.Current.TestOutputHelper?.WriteLine($"taken over after {Stopwatch.GetElapsedTime(killedAt).TotalSeconds:0.0} s at most");

        foreach (var job in jobs)
        {
            await Until.TrueAsync(async () => (await ProgressAsync(client, job)).State == "done", "it has ended");
            Assert.Equal(("done", Crowd, Crowd), await ProgressAsync(client, job));
        }

        await Until.TrueAsync(async () => await TotalAsync(client) > jobs.Count * Crowd, "what was to follow is sent");
        Assert.Equal((jobs.Count * Crowd) + 1, await TotalAsync(client));
        Assert.Equal(Crowd, await CountAsync("""SELECT count(*) FROM (SELECT "RecipientId" FROM "Notifications" GROUP BY 1 HAVING count(DISTINCT "MessageId") >= 4) AS told"""));
        Assert.DoesNotContain("nhandled exception", other.Output, StringComparison.Ordinal);
    }

    private async Task<string> PrepareAsync()
    {
        var (exitCode, created) = await PortalProcess.RunAsync(["keys", "create", "--name", "Test", "--scopes", "notifications:send,admin", .. Settings]);
        Assert.Equal(0, exitCode);
        await CountAsync(
            $"""
            INSERT INTO "AspNetUsers" ("Id", "UserName", "NormalizedUserName", "Email", "NormalizedEmail", "EmailConfirmed", "PhoneNumberConfirmed",
                "TwoFactorEnabled", "LockoutEnabled", "AccessFailedCount", "DisplayName", "CreatedAt", "SecurityStamp")
            SELECT name, mail, upper(mail), mail, upper(mail), true, false, false, false, 0, name, now(), name
            FROM (SELECT name, name || '@example.org' AS mail FROM (SELECT 'crowd-' || lpad(n::text, 5, '0') AS name FROM generate_series(1, {Crowd}) AS n) AS names) AS mails
            """);

        return created.Output.Split('\n')[^1];
    }

    private async Task<long?> CountAsync(string sql)
    {
        await using var connection = new NpgsqlConnection($"{database};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);

        return (long?)await command.ExecuteScalarAsync();
    }

    private static HttpClient Client(PortalProcess portal, string key)
    {
        var client = new HttpClient { BaseAddress = new Uri(portal.Url) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);

        return client;
    }

    private static async Task<int> TotalAsync(HttpClient client) =>
        (await client.GetFromJsonAsync<JsonElement>("/api/v1/admin/stats")).GetProperty("total").GetInt32();

    private static async Task<(string State, int Total, int Created)> ProgressAsync(HttpClient client, string job)
    {
        var progress = await client.GetFromJsonAsync<JsonElement>(job);

        return (progress.Text("state"), progress.GetProperty("total").GetInt32(), progress.GetProperty("created").GetInt32());
    }
}
