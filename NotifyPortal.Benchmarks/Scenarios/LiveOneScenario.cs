using System.Diagnostics;
using NotifyPortal.Benchmarks.Clients;
using NotifyPortal.Benchmarks.Data;
using NotifyPortal.Benchmarks.Frame;
using NotifyPortal.Benchmarks.Portals;

namespace NotifyPortal.Benchmarks.Scenarios;

/// <summary>One person is told, and many have pages open.</summary>
internal sealed class LiveOneScenario : Scenario
{
    // The next window of the page's inbox has begun by then.
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(120);

    // What opening leaves to do would be measured with it.
    private static readonly TimeSpan Opened = TimeSpan.FromSeconds(1.5);

    private int sent;

    public override string Number => "S6";

    public override string Name => "live-one";

    public override string Title => "durable publish → changed badge on the one open page it is for";

    public override async Task RunAsync(Report report, RunOptions options)
    {
        sent = 0;
        var most = options.Pick(500, 5000);
        using var portal = await LivePortal.StartAsync(most);
        var cookies = portal.Cookies;
        await using var few = await CircuitCrowd.OpenAsync(portal.Http, "/", [.. cookies.Take(10)]);
        var alone = await MeasureAsync(report, portal, few, few, options);
        await using var more = await CircuitCrowd.OpenAsync(portal.Http, "/", [.. cookies.Skip(10).Take((most / 5) - 10)]);
        await MeasureAsync(report, portal, few, more, options);
        await using var all = await CircuitCrowd.OpenAsync(portal.Http, "/", [.. cookies.Skip(most / 5)]);
        await all.QuietAsync(Opened);
        var stray = few.Batches - few[0].Batches + more.Batches + all.Batches;
        var full = await MeasureAsync(report, portal, few, all, options, most);
        stray = few.Batches - few[0].Batches + more.Batches + all.Batches - stray;

        report.AtMost($"live-one, {most} open, p50", full.Median, 3, "ms");
        report.AtMost($"live-one, {most} open, p99", full.Percentile(99), 20, "ms");
        report.AtMost($"live-one, {most} open by 10 open", full.Median / alone.Median, 1.3);
        report.AtMost("live-one, render batches on other pages", stray, 0, "batches");
    }

    private async Task<Series> MeasureAsync(Report report, LivePortal portal, CircuitCrowd first, CircuitCrowd last, RunOptions options, int? open = null)
    {
        await last.QuietAsync(Opened);
        var took = new List<double>();

        for (var i = 0; i < options.Pick(40, 200); i++)
        {
            var seen = first[0].SeesAsync($"{++sent} unread");
            var start = Stopwatch.GetTimestamp();
            await portal.SendAsync(Seed.User(1), $"Number {sent}");
            took.Add(Stopwatch.GetElapsedTime(start, await seen).TotalMilliseconds);
            await Task.Delay(Apart);
        }

        var figure = new Series("ms", took.Skip(10)); // the first ones warm it
        report.Add($"{open ?? first.Count + (last == first ? 0 : last.Count)} open, p99 {Figure.Text(figure.Percentile(99))} ms", figure);

        return figure;
    }
}
