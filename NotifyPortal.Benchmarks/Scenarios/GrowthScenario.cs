using System.Globalization;
using NotifyPortal.Admin;
using NotifyPortal.Benchmarks.Bare;
using NotifyPortal.Benchmarks.Data;
using NotifyPortal.Benchmarks.Frame;
using NotifyPortal.Benchmarks.Portals;
using NotifyPortal.Data;
using NotifyPortal.Notifications;

namespace NotifyPortal.Benchmarks.Scenarios;

/// <summary>
/// The same operations in a portal that fills: the README's table. In processor time, which a busy machine does not change; so a publish is without
/// its wait for the disk. It writes into the filled databases, so it runs alone.
/// </summary>
internal sealed class GrowthScenario(SeedLibrary library) : Scenario
{
    private const int FarPage = 1000;
    private const int PageSize = 25;
    private const int PerRound = 500;

    public override string Number => "S1–S12";

    public override string Name => "growth";

    public override string Title => "processor time of an operation as the portal fills";

    public override bool Asked => true;

    public override async Task RunAsync(Report report, RunOptions options)
    {
        foreach (var rows in options.Pick<int[]>([10_000, 100_000, 1_000_000], [10_000, 100_000, 1_000_000, 10_000_000]))
        {
            var words = $"{rows.ToString("N0", CultureInfo.InvariantCulture)} rows";
            var files = await library.WithRowsAsync(rows);
            await MeasureAsync(report, options, files, words);
            await MeasureStartAsync(report, options, files, words);
        }
    }

    private static async Task MeasureAsync(Report report, RunOptions options, PortalFiles files, string words)
    {
        await using var database = files.Open();
        Seed.Busy(database);
        await using var host = new PortalHost(files);
        var (service, stats) = (host.Get<NotificationService>(), host.Get<AdminStats>());
        var (inbox, busy) = (host.Get<Inboxes>().Of(Seed.Heavy), host.Get<Inboxes>().Of(Seed.BusyUser));
        var time = TimeSpan.FromMilliseconds(options.Pick(100, 400));

        await EachAsync("publish, one after the other", () => service.CreateAsync(Seed.Light, new NotificationDraft { Title = "Your order is on its way", Type = "kind-1" }));
        await EachAsync("bell: count and recent 10", async () =>
        {
            await inbox.CountUnreadAsync();
            await inbox.RecentAsync();
        });
        await EachAsync("inbox page 1", () => inbox.ListAsync(new InboxQuery()));

        if ((await inbox.CountAsync()).All > FarPage * PageSize)
        {
            using var bare = new BareInbox(database, 1);
            var far = new InboxQuery { Cursor = new PageCursor(bare.PositionBefore(FarPage, PageSize), 0, false, (FarPage - 1) * PageSize, long.MaxValue) };
            await EachAsync("inbox page 1,000", () => inbox.ListAsync(far));
        }

        await EachAsync("overview", async () =>
        {
            await stats.TotalsAsync();
            await stats.ByTypeAsync();
            await stats.CreatedPerHourAsync();
        });
        long? undo = null;
        var seen = await Measure.InTurnsAsync(
            options.Rounds,
            () => Measure.CpuAsync(async () => undo = (await busy.MarkAllSeenAsync(BulkSelection.All())).UndoToken),
            () => Measure.CpuAsync(() => busy.UndoAsync(undo!.Value)));
        report.Add($"mark 10,000 seen, {words}", new Series("µs", seen[0]));

        async Task EachAsync(string what, Func<Task> work)
        {
            await Measure.MicrosecondsEachAsync(time, work); // compiled, not measured
            var rounds = await Measure.InTurnsAsync(options.Rounds, () => Measure.CpuAsync(async () => await Measure.MicrosecondsEachAsync(PerRound, _ => work())));
            report.Add($"{what}, {words}", new Series("µs", rounds[0].Select(cpu => cpu / PerRound)));
        }
    }

    private static async Task MeasureStartAsync(Report report, RunOptions options, PortalFiles files, string words)
    {
        var cookie = await StartScenario.CookieAsync(files);
        var starts = new List<double>();

        for (var round = 0; round < options.Pick(2, 5); round++)
        {
            using var portal = await PortalProcess.StartAsync(files);
            await StartScenario.FirstPageAsync(portal, cookie);
            portal.Process.Refresh();
            starts.Add(portal.Process.TotalProcessorTime.TotalMilliseconds);
        }

        report.Add($"start to the first page, {words}", new Series("ms", starts));
    }
}
