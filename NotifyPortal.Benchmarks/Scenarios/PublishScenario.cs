using System.Diagnostics;
using NotifyPortal.Benchmarks.Bare;
using NotifyPortal.Benchmarks.Data;
using NotifyPortal.Benchmarks.Frame;
using NotifyPortal.Benchmarks.Portals;
using NotifyPortal.Live;
using NotifyPortal.Notifications;

namespace NotifyPortal.Benchmarks.Scenarios;

/// <summary>Single publishes through the write door, durable, with rules, preferences and live signal.</summary>
internal sealed class PublishScenario : Scenario
{
    private const int Users = 1000;

    public override string Number => "S1";

    public override string Name => "publish";

    public override string Title => $"durable single publishes through NotificationService{SlowSync.Words}";

    public override async Task RunAsync(Report report, RunOptions options)
    {
        using var files = new PortalFiles();
        await files.PrepareAsync(database => Seed.Users(database, Users));
        await using var host = new PortalHost(files);
        using var bare = new BareWriter(files["bare.db"]);
        using var orm = new OrmStore(files["orm.db"]);
        await orm.PrepareAsync();
        var service = host.Get<NotificationService>();
        using var page = host.Get<NotificationBroker>().Subscribe(LiveTopic.User(Seed.User(1)), LiveTopic.Admins);
        var number = 0;
        await Measure.WarmUpAsync(16, PublishAsync);

        foreach (var callers in new[] { 16, 256 })
        {
            var values = await Measure.InTurnsAsync(
                options.Rounds,
                () => RateAsync(PublishAsync),
                () => RateAsync(_ => bare.AddAsync(NextUser(), "Your order is on its way")),
                () => RateAsync(_ => orm.AddAsync(NextUser(), "Your order is on its way")));
            var group = new Comparison($"{callers} callers{SlowSync.Words}", "/s", values[0], values[1]) { Peer = "bare group commit" };
            var each = new Comparison($"{callers} callers{SlowSync.Words}", "/s", values[0], values[2]) { Peer = "SaveChanges each" };
            report.Add(group);
            report.Add(each);
            report.AtLeast($"{callers} callers{SlowSync.Words}, against bare group commit", group.Ratio.Median, 0.5);
            report.AtLeast($"{callers} callers{SlowSync.Words}, against SaveChanges each", each.Ratio.Median, 8);

            async Task<double> RateAsync(Func<int, Task> call) => (await Measure.CallersAsync(callers, options.RoundTime, call)).PerSecond;
        }

        await MeasureLatencyAsync(report, options, PublishAsync);

        if (!SlowSync.IsHere && await SlowSync.BuildAsync(report) is { } slow)
        {
            await slow.RunAgainAsync(this, report, options);
        }

        async Task PublishAsync(int _)
        {
            var outcome = await service.CreateAsync(NextUser(), new NotificationDraft { Title = "Your order is on its way", Type = "orders", Link = "/orders/42" });

            if (outcome.NotificationId is null)
            {
                throw new InvalidOperationException($"It was not stored: {outcome}");
            }
        }

        string NextUser() => Seed.User(1 + (Interlocked.Increment(ref number) % Users));
    }

    // At half of what it can take: a queue that only grows has no latency to speak of.
    private static async Task MeasureLatencyAsync(Report report, RunOptions options, Func<int, Task> publish)
    {
        var most = (await Measure.CallersAsync(16, options.RoundTime, publish)).PerSecond;
        var runs = new List<Load>();
        using var self = Process.GetCurrentProcess();
        var cpu = await Measure.CpuEachAsync(self, async () =>
        {
            for (var round = 0; round < options.Rounds; round++)
            {
                runs.Add(await Measure.OpenLoopAsync(most / 2, options.RoundTime, publish));
            }

            return runs.Sum(r => r.Count);
        });
        var (p50, p99) = (new Series("ms", runs.Select(r => r.Latency.Median)), new Series("ms", runs.Select(r => r.Latency.Percentile(99))));
        report.Add($"open loop at {Figure.Text(most / 2)}/s{SlowSync.Words}, p50", p50);
        report.Add($"open loop at {Figure.Text(most / 2)}/s{SlowSync.Words}, p99", p99);
        report.Add($"processor time for each, caller included{SlowSync.Words}", new Series("µs", [cpu]));

        if (SlowSync.IsHere)
        {
            report.AtMost("p99 with 2 ms fsync", p99.Median, 15, "ms");
        }
    }
}
