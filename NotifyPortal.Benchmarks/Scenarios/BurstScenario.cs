using System.Diagnostics;
using NotifyPortal.Benchmarks.Clients;
using NotifyPortal.Benchmarks.Data;
using NotifyPortal.Benchmarks.Frame;
using NotifyPortal.Benchmarks.Portals;

namespace NotifyPortal.Benchmarks.Scenarios;

/// <summary>Much at once: a page is drawn a few times, not each time, and ends right.</summary>
internal sealed class BurstScenario : Scenario
{
    private const int Burst = 100;

    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);

    public override string Number => "S8";

    public override string Name => "burst";

    public override string Title => $"{Burst} at once to one, and to everyone: render batches per page";

    public override async Task RunAsync(Report report, RunOptions options)
    {
        var count = options.Pick(200, 2000);
        using var portal = await LivePortal.StartAsync(count);
        await using var pages = await CircuitCrowd.OpenAsync(portal.Http, "/", portal.Cookies);
        await pages.QuietAsync(TimeSpan.FromSeconds(1.5));
        var one = await BurstAsync(report, portal, pages, "one", Seed.User(1), [0], Burst);
        await pages.QuietAsync(TimeSpan.FromSeconds(1.5));
        var all = await BurstAsync(report, portal, pages, "everyone", null, [.. Enumerable.Range(1, count - 1)], Burst);

        report.AtMost("burst to one, batches in the first 250 ms", one.Max, 3, "batches");
        report.AtMost("burst to everyone, batches in the first 250 ms", all.Max, 3, "batches");
    }

    private static async Task<Series> BurstAsync(Report report, LivePortal portal, CircuitCrowd pages, string to, string? user, int[] concerned, int unread)
    {
        var early = new int[concerned.Length];
        var before = concerned.Sum(page => (long)pages[page].Batches);
        var start = Stopwatch.GetTimestamp();

        foreach (var (i, page) in concerned.Index())
        {
            var began = 0L; // a page's first 250 ms begin with its first batch: before, it was spared
            pages[page].OnBatch = _ =>
            {
                began = began == 0 ? Stopwatch.GetTimestamp() : began;
                early[i] += Stopwatch.GetElapsedTime(began) < First ? 1 : 0;
            };
        }

        // The badge says 99+, its name the number.
        var shown = Task.WhenAll(concerned.Select(page => pages[page].SeesAsync($"{unread} unread")));
        await Task.WhenAll(Enumerable.Range(0, Burst).Select(i => portal.SendAsync(user, $"Burst {i}")));
        var stored = Stopwatch.GetElapsedTime(start);
        await shown;
        report.Note($"to {to}: stored after {Figure.Text(stored.TotalMilliseconds)} ms, the last state on every page after {Figure.Text(Stopwatch.GetElapsedTime(start, (await shown).Max()).TotalMilliseconds)} ms");
        var batches = new Series("batches", early.Select(e => (double)e));
        report.Add($"to {to}, per page in its first 250 ms", batches);
        report.Note($"to {to}, per page until then: {Figure.Text((concerned.Sum(page => (long)pages[page].Batches) - before) / (double)concerned.Length)} batches");

        return batches;
    }
}
