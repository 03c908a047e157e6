using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using NotifyPortal.Admin;
using NotifyPortal.Benchmarks.Bare;
using NotifyPortal.Benchmarks.Data;
using NotifyPortal.Benchmarks.Frame;
using NotifyPortal.Benchmarks.Portals;
using NotifyPortal.Notifications;

namespace NotifyPortal.Benchmarks.Scenarios;

/// <summary>The admin's figures: as fast over ten million as over ten thousand, and right after a crash.</summary>
internal sealed class OverviewScenario(SeedLibrary library) : Scenario
{
    public override string Number => "S5";

    public override string Name => "overview";

    public override string Title => "three counts, by type and per hour";

    public override async Task RunAsync(Report report, RunOptions options)
    {
        await CompareAsync(report, options);
        await CrashAsync(report, options);
    }

    private async Task CompareAsync(Report report, RunOptions options)
    {
        var (few, many) = (await library.WithRowsAsync(10_000), await library.WithRowsAsync(options.ManyRows));
        await using var small = new PortalHost(few);
        await using var large = new PortalHost(many);
        using var counters = BareStore.Open(few["counters.db"]);
        counters.Run($"""
            CREATE TABLE Counters (Kind INTEGER NOT NULL, Name TEXT NOT NULL, Value INTEGER NOT NULL, PRIMARY KEY (Kind, Name)) WITHOUT ROWID;
            WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 24)
            INSERT INTO Counters SELECT 0, n, n FROM numbers WHERE n <= 3 UNION ALL SELECT 1, n, n FROM numbers WHERE n <= {Seed.Types} UNION ALL SELECT 2, n, n FROM numbers
            """);
        using var kept = counters.Prepare("SELECT Kind, Name, Value FROM Counters");
        using var database = many.Open();
        using var scan = database.Prepare("""SELECT count(*), sum("SeenAt" IS NULL AND "DismissedAt" IS NULL), sum("DismissedAt" IS NOT NULL) FROM "Notifications" WHERE "Mode" = 0""");

        var values = await Measure.InTurnsAsync(
            options.Rounds,
            () => OverviewAsync(small), () => OverviewAsync(large),
            () => Measure.MicrosecondsEachAsync(100, _ => Task.FromResult(kept.ReadAll())), () => Measure.MicrosecondsEachAsync(1, _ => Task.FromResult(scan.ReadAll())));
        var (fewRows, manyRows) = ("10,000 rows", $"{options.ManyRows.ToString("N0", CultureInfo.InvariantCulture)} rows");
        report.Add(new Comparison($"overview, {fewRows}", "µs", values[0], values[2]) { Peer = "kept counters" });
        report.Add(new Comparison($"overview, {manyRows}", "µs", values[1], values[2]) { Peer = "kept counters" });
        report.Add(new Comparison($"overview, {manyRows}", "µs", values[1], values[3]) { Peer = "one scan for the three counts" });
        report.AtMost($"overview, {manyRows}", new Series("ms", values[1]).Median / 1000, 1, "ms");
        report.AtMost($"overview, {manyRows} against {fewRows}", new Comparison("", "µs", values[1], values[0]).Ratio.Median, 1.3);
    }

    private static async Task<double> OverviewAsync(PortalHost host)
    {
        var stats = host.Get<AdminStats>();

        return await Measure.MicrosecondsEachAsync(TimeSpan.FromMilliseconds(50), async () =>
        {
            await stats.TotalsAsync();
            await stats.ByTypeAsync();
            await stats.CreatedPerHourAsync();
        });
    }

    // Killed in the middle of sending, reading and dismissing, again and again: what the overview says afterwards is what a count says.
    private static async Task CrashAsync(Report report, RunOptions options)
    {
        using var files = new PortalFiles();
        await files.PrepareAsync(database => Seed.Rows(database, 10_000));
        string key;
        await using (var host = new PortalHost(files))
        {
            key = await host.KeyAsync("notifications:send inbox:write", Seed.Heavy);
        }

        for (var round = 0; round < options.Pick(2, 5); round++)
        {
            using var portal = await PortalProcess.StartAsync(files);
            using var client = portal.Client(("Authorization", $"Bearer {key}"));
            var busy = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var left = options.Pick(100, 1000);
            var load = Task.WhenAll(Enumerable.Range(0, 8).Select(_ => LoadAsync(client, () =>
            {
                if (Interlocked.Decrement(ref left) == 0)
                {
                    busy.SetResult();
                }
            })));
            await await Task.WhenAny(busy.Task, load);
            portal.Kill();
            await load;
        }

        await using var again = new PortalHost(files);
        using var recount = files.Open();
        var said = await again.Get<AdminStats>().TotalsAsync();
        long[] counted = [Count(""), Count(""" AND "SeenAt" IS NULL AND "DismissedAt" IS NULL"""), Count(""" AND "DismissedAt" IS NOT NULL""")];
        report.Note($"after kill -9 the overview says {said.Total}, {said.Unread}, {said.Dismissed}; a recount {string.Join(", ", counted)}");
        report.AtMost("difference to a recount after kill -9", Math.Abs(said.Total - counted[0]) + Math.Abs(said.Unread - counted[1]) + Math.Abs(said.Dismissed - counted[2]), 0, "rows");

        long Count(string and)
        {
            using var command = recount.Prepare("""SELECT count(*) FROM "Notifications" WHERE "Mode" = 0""" + and);

            return command.Number();
        }
    }

    private static async Task LoadAsync(HttpClient client, Action stored)
    {
        try
        {
            while (true)
            {
                using var sent = await client.PostAsJsonAsync("/api/v1/notifications", new { recipient = Seed.Heavy, title = "Hello", type = "kind-1" });
                sent.EnsureSuccessStatusCode();
                var id = (await sent.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("notificationId").GetString();
                using var dismissed = await client.PostAsync($"/api/v1/inbox/{id}/dismiss", null);
                dismissed.EnsureSuccessStatusCode();
                stored();
            }
        }
        catch (HttpRequestException e) when (e.StatusCode is null)
        {
            // Killed, as was meant.
        }
    }
}
