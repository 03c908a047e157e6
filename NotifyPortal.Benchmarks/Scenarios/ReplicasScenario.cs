using System.Diagnostics;
using NotifyPortal.Benchmarks.Clients;
using NotifyPortal.Benchmarks.Data;
using NotifyPortal.Benchmarks.Frame;
using NotifyPortal.Benchmarks.Portals;

namespace NotifyPortal.Benchmarks.Scenarios;

/// <summary>Two replicas on PostgreSQL: what is published through one shows on a page of the other, and what the signals between them cost.</summary>
internal sealed class ReplicasScenario : Scenario
{
    private const int Connections = 16;

    // The next window has begun by then, of what the backplane hands on (125 ms) and of the page's inbox (100): what comes together is shown together.
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(300);

    public override string Number => "S13";

    public override string Name => "replicas";

    public override string Title => "PostgreSQL and two replicas: publish on A → changed badge on a page of B; publishes with signals against without";

    public override async Task RunAsync(Report report, RunOptions options)
    {
        if (!PostgresServer.IsInstalled || !RedisServer.IsInstalled)
        {
            report.Note("Not measured: PostgreSQL and Redis are not installed (Debian: postgresql redis-server).");

            return;
        }

        await using var postgres = await PostgresServer.StartAsync();
        using var redis = await RedisServer.StartAsync();
        using var alone = await StartAsync(postgres);
        await MeasureAsync(report, options, postgres, alone, "Redis", new("Backplane:Kind", "Redis"), new("Backplane:ConnectionString", redis.Address));
        await MeasureAsync(report, options, postgres, alone, "LISTEN/NOTIFY", new KeyValuePair<string, string>("Backplane:Kind", "Postgres"));
    }

    private static async Task MeasureAsync(
        Report report, RunOptions options, PostgresServer postgres, ReplicaPair alone, string kind, params KeyValuePair<string, string>[] backplane)
    {
        using var joined = await StartAsync(postgres, backplane);
        using var with = await LinesAsync(joined, joined.A);
        using var other = await LinesAsync(joined, joined.B);
        using var without = await LinesAsync(alone, alone.A);
        var number = 0;
        await Measure.WarmUpAsync(Connections, _ => PostAsync(with));
        await Measure.WarmUpAsync(Connections, _ => PostAsync(without));
        await Measure.WarmUpAsync(Connections, _ => PostAsync(other));
        var values = await Measure.InTurnsAsync(options.Rounds, () => RateAsync(_ => with), () => RateAsync(_ => without), () => RateAsync(caller => caller % 2 == 0 ? with : other));
        var rate = new Comparison($"{kind}: publishes, {Connections} connections", "/s", values[0], values[1]) { Peer = "without signals" };
        report.Add(rate);
        report.Add(new Comparison($"{kind}: publishes, half of the connections at each replica", "/s", values[2], values[0]) { Peer = "all at one" });
        var shown = await ShownAsync(report, joined, kind, options);
        report.AtMost($"{kind}: publish on A → page on B, p50", shown.Median, 15, "ms");
        report.AtMost($"{kind}: publish on A → page on B, p99", shown.Percentile(99), 100, "ms");
        report.AtLeast($"{kind}: publishes with signals against without", rate.Ratio.Median, 0.9);

        async Task<double> RateAsync(Func<int, HttpLines> at) => (await Measure.CallersAsync(Connections, options.RoundTime, caller => PostAsync(at(caller)))).PerSecond;

        async Task PostAsync(HttpLines lines)
        {
            if (await lines.PostAsync(PublishHttpScenario.Body(Interlocked.Increment(ref number))) is not 201 and var status)
            {
                throw new InvalidOperationException($"A publish was answered {status}.");
            }
        }
    }

    private static async Task<Series> ShownAsync(Report report, ReplicaPair pair, string kind, RunOptions options)
    {
        using var http = pair.B.Client();
        await using var page = await CircuitClient.OpenAsync(http, "/", pair.Cookies[0]);
        using var sender = pair.A.Client(("Authorization", $"Bearer {pair.Key}"));
        var reader = pair.B.Client(("Cookie", pair.Cookies[0]));
        var unread = System.Text.Json.JsonDocument.Parse(await reader.GetStringAsync("/api/v1/inbox/unread-count")).RootElement.GetProperty("unreadCount").GetInt32();
        var took = new List<double>();

        for (var i = 0; i < options.Pick(60, 300); i++)
        {
            var seen = page.SeesAsync($"{++unread} unread");
            var start = Stopwatch.GetTimestamp();
            using var content = new StringContent($$"""{"recipient":"{{Seed.User(1)}}","title":"Number {{unread}}"}""", System.Text.Encoding.UTF8, "application/json");
            using var answer = await sender.PostAsync("/api/v1/notifications", content);
            answer.EnsureSuccessStatusCode();
            took.Add(Stopwatch.GetElapsedTime(start, await seen).TotalMilliseconds);
            await Task.Delay(Apart);
        }

        var figure = new Series("ms", took.Skip(10)); // the first ones warm it
        report.Add($"{kind}: publish on A → page on B, p99 {Figure.Text(figure.Percentile(99))} ms", figure);

        return figure;
    }

    private static Task<ReplicaPair> StartAsync(PostgresServer postgres, params KeyValuePair<string, string>[] backplane) =>
        ReplicaPair.StartAsync(postgres, 1000, 1, backplane);

    private static Task<HttpLines> LinesAsync(ReplicaPair pair, PortalProcess at) =>
        HttpLines.OpenAsync(Connections, at.Address, "/api/v1/notifications", $"Authorization: Bearer {pair.Key}\r\n");
}
