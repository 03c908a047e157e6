using System.Diagnostics;
using NotifyPortal.Benchmarks.Bare;
using NotifyPortal.Benchmarks.Clients;
using NotifyPortal.Benchmarks.Frame;
using NotifyPortal.Benchmarks.Portals;

namespace NotifyPortal.Benchmarks.Scenarios;

/// <summary>Everyone is told at once, and everyone has a page open.</summary>
internal sealed class LiveAllScenario : Scenario
{
    private const int Earlier = 5;

    // All of it is compiled, twice, before it is measured.
    private const int WarmDeliveries = 8000;

    // The processor's time is counted in hundredths of a second.
    private const int DeliveriesEachRound = 2000;

    private int number;

    public override string Number => "S7";

    public override string Name => "live-all";

    public override string Title => "one to everyone → the last open page shows it, beside a server of bare badges";

    public override async Task RunAsync(Report report, RunOptions options)
    {
        var count = options.Pick(500, 5000);
        number = 0;
        using var portal = await LivePortal.StartAsync(count);

        for (var i = 1; i <= Earlier; i++) // every list is full, as people's are
        {
            await portal.SendAsync(null, $"Earlier {i}");
        }

        using var bare = await BareCircuits.StartAsync();
        using var http = bare.Client();
        await using var pages = await CircuitCrowd.OpenAsync(portal.Http, "/", portal.Cookies);
        await using var badges = await CircuitCrowd.OpenAsync(http, "/", [.. Enumerable.Range(1, count).Select(n => $"who={n}")]);
        var (ours, theirs) = (new List<Round>(), new List<Round>());

        for (var told = 0; told < WarmDeliveries; told += count)
        {
            await PortalAsync(portal, pages);
            await BareAsync(bare.Process, http, badges);
        }

        for (var round = 1; round <= options.Rounds; round++)
        {
            ours.Add(await RoundAsync(portal.Process.Process, pages, () => PortalAsync(portal, pages)));
            theirs.Add(await RoundAsync(bare.Process, badges, () => BareAsync(bare.Process, http, badges)));
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

    // Taken back afterwards, so that each finds the pages as the one before did: with room for a row and a toast.
    private static async Task<Round> PortalAsync(LivePortal portal, CircuitCrowd pages)
    {
        var sent = "";
        var told = await TellAsync(portal.Process.Process, pages, Earlier + 1, async () => sent = await portal.SendAsync(null, "To all"));
        var gone = pages.SeeAsync($"{Earlier} unread");
        await portal.RetractAsync(sent);
        await gone;
        await Measure.RestAsync(portal.Process.Process);

        return told;
    }

    private Task<Round> BareAsync(Process server, HttpClient http, CircuitCrowd badges) =>
        TellAsync(server, badges, ++number, async () => (await http.PostAsync("/all", null)).Dispose());

    private static async Task<Round> RoundAsync(Process server, CircuitCrowd pages, Func<Task<Round>> tell)
    {
        var told = new List<Round>();
        await Measure.RestAsync(server);

        do
        {
            told.Add(await tell());
        }
        while (told.Count * pages.Count < DeliveriesEachRound);

        return new Round(told.Average(r => r.Last), told.Average(r => r.Cpu), told.Average(r => r.Batches));
    }

    private static async Task<Round> TellAsync(Process server, CircuitCrowd pages, int unread, Func<Task> send)
    {
        var batches = pages.Batches;
        var last = 0.0;
        var cpu = await Measure.CpuEachAsync(server, async () =>
        {
            var seen = pages.SeeAsync($"{unread} unread");
            var start = Stopwatch.GetTimestamp();
            await send();
            last = Stopwatch.GetElapsedTime(start, (await seen).Max()).TotalMilliseconds;
            await Measure.RestAsync(server); // what a page does later for the same delivery belongs to its price

            return pages.Count;
        });

        return new Round(last, cpu, (pages.Batches - batches) / (double)pages.Count);
    }

    private static Comparison Compare(string what, string unit, List<Round> ours, List<Round> theirs, Func<Round, double> figure) =>
        new(what, unit, [.. ours.Select(figure)], [.. theirs.Select(figure)]);

    private sealed record Round(double Last, double Cpu, double Batches);
}
