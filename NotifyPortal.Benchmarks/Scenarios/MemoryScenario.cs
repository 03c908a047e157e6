using System.Diagnostics;
using NotifyPortal.Benchmarks.Clients;
using NotifyPortal.Benchmarks.Frame;
using NotifyPortal.Benchmarks.Portals;

namespace NotifyPortal.Benchmarks.Scenarios;

/// <summary>What open pages hold while nothing happens, and whether they give it back.</summary>
internal sealed class MemoryScenario : Scenario
{
    private const string Inbox = "/notifications";
    private const string BellOnly = "/not-found";

    public override string Number => "S9";

    public override string Name => "memory";

    public override string Title => "live heap of an idle signed-in page, after a full collection in the portal's process";

    public override async Task RunAsync(Report report, RunOptions options)
    {
        var count = options.Pick(300, 2000);
        using var portal = await LivePortal.StartAsync(count);
        await RoundAsync(portal, Inbox, count); // caches that fill once, for each person, are no page's
        await RoundAsync(portal, BellOnly, count / 4);
        var inbox = await RoundAsync(portal, Inbox, count);
        var bell = await RoundAsync(portal, BellOnly, count);
        report.Add("inbox page", new Series("KiB", [inbox.Each]));
        report.Add("page with the bell only", new Series("KiB", [bell.Each]));
        report.Note($"RSS with {count} open: inbox {Figure.Text(inbox.Resident)} MiB, bell only {Figure.Text(bell.Resident)} MiB");
        report.AtMost("memory, inbox", inbox.Each, 400, "KiB");
        report.AtMost("memory, bell only", bell.Each, 200, "KiB");
        report.AtMost("memory, after all have closed by before", inbox.After / inbox.Before, 1.1);
        await RepeatAsync(report, portal, options.Pick(3, 20), count / 4);
    }

    private static async Task RepeatAsync(Report report, LivePortal portal, int rounds, int count)
    {
        var heaps = new List<double>();

        for (var i = 0; i < rounds; i++)
        {
            heaps.Add((await RoundAsync(portal, Inbox, count)).After);
        }

        report.Add($"heap after each of {rounds} rounds of {count}", new Series("KiB", heaps));
        report.AtMost("memory, last round by first", heaps[^1] / heaps[0], 1.1);
    }

    private static async Task<Round> RoundAsync(LivePortal portal, string path, int count)
    {
        var before = await portal.Heap.ReadAsync();
        await using var pages = await CircuitCrowd.OpenAsync(portal.Http, path, [.. portal.Cookies.Take(count)]);
        await pages.QuietAsync(TimeSpan.FromSeconds(1.5));
        var open = await portal.Heap.ReadAsync();
        portal.Process.Process.Refresh();
        var resident = portal.Process.Process.WorkingSet64 / 1024.0 / 1024;
        await pages.LeaveAsync();

        return new Round(before, (open - before) / count, resident, await SettledAsync(portal));
    }

    // A page that has gone is put away a little later: until nothing more is given back.
    private static async Task<double> SettledAsync(LivePortal portal)
    {
        var (heap, watch) = (await portal.Heap.ReadAsync(), Stopwatch.StartNew());

        while (watch.Elapsed < TimeSpan.FromSeconds(10))
        {
            await Task.Delay(200);
            var now = await portal.Heap.ReadAsync();

            if (now > heap * 0.99)
            {
                return now;
            }

            heap = now;
        }

        return heap;
    }

    private sealed record Round(double Before, double Each, double Resident, double After);
}
