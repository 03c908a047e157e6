using System.Diagnostics;
using NotifyPortal.Benchmarks.Bare;
using NotifyPortal.Benchmarks.Clients;
using NotifyPortal.Benchmarks.Frame;
using NotifyPortal.Benchmarks.Portals;

namespace NotifyPortal.Benchmarks.Scenarios;

/// <summary>Everyone is told at once, and everyone has a page open.</summary>
internal sealed class LiveAllScenario : Scenario
{
    public override string Number => "S7";

    public override string Name => "live-all";

    public override string Title => "one to everyone → the last open page shows it, beside a server of bare badges";

    public override async Task RunAsync(Report report, RunOptions options)
    {
        var count = options.Pick(500, 5000);
        using var portal = await LivePortal.StartAsync(count);
        using var bare = await BareCircuits.StartAsync();
        using var http = bare.Client();
        await using var pages = await CircuitCrowd.OpenAsync(portal.Http, "/", portal.Cookies);
        await using var badges = await CircuitCrowd.OpenAsync(http, "/", [.. Enumerable.Range(1, count).Select(n => $"who={n}")]);
        var (ours, theirs) = (new List<Round>(), new List<Round>());

        for (var round = 1; round <= options.Rounds + 1; round++)
        {
            ours.Add(await RoundAsync(portal.Process.Process, pages, round, () => portal.SendAsync(null, "To all")));
            theirs.Add(await RoundAsync(bare.Process, badges, round, async () => (await http.PostAsync("/all", null)).Dispose()));
        }

        var last = Compare("last page", "ms", ours, theirs, r => r.Last);
        var cpu = Compare("server CPU per delivery", "µs", ours, theirs, r => r.Cpu);
        report.Add(last);
        report.Add(cpu);
        report.Add(Compare("render batches per page", "batches", ours, theirs, r => r.Batches));
        report.AtMost($"live-all, last of {count} pages", last.Portal.Median, 1000, "ms");
        report.AtMost("live-all, last page by bare", last.Ratio.Median, 3);
        report.AtMost("live-all, CPU per delivery by bare", cpu.Ratio.Median, 2);
    }

    private static async Task<Round> RoundAsync(Process server, CircuitCrowd pages, int number, Func<Task> send)
    {
        await pages.QuietAsync(TimeSpan.FromSeconds(1.2));
        var batches = pages.Batches;
        var last = 0.0;
        // Until all is quiet again: what a page does later for the same delivery belongs to its price.
        var cpu = await Measure.CpuEachAsync(server, async () =>
        {
            var seen = pages.SeeAsync($"{number} unread");
            var start = Stopwatch.GetTimestamp();
            await send();
            last = Stopwatch.GetElapsedTime(start, (await seen).Max()).TotalMilliseconds;
            await pages.QuietAsync(TimeSpan.FromSeconds(1.2));

            return pages.Count;
        });

        return new Round(last, cpu, (pages.Batches - batches) / (double)pages.Count);
    }

    private static Comparison Compare(string what, string unit, List<Round> ours, List<Round> theirs, Func<Round, double> figure) =>
        new(what, unit, [.. ours.Skip(1).Select(figure)], [.. theirs.Skip(1).Select(figure)]);

    private sealed record Round(double Last, double Cpu, double Batches);
}
