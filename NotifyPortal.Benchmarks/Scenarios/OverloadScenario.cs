using System.Collections.Concurrent;
using System.Diagnostics;
using NotifyPortal.Benchmarks.Frame;
using NotifyPortal.Benchmarks.Portals;

namespace NotifyPortal.Benchmarks.Scenarios;

/// <summary>Three times more than it can take: what it can take must still be taken, the rest refused at once.</summary>
internal sealed class OverloadScenario : Scenario
{
    private const int Connections = 64;

    // Twice as many as may wait for the store: with fewer nobody ever has to be refused.
    private const int ConnectionsInOverload = 4096;

    public override string Number => "S14";

    public override string Name => "overload";

    public override string Title => "POST /api/v1/notifications at three times its capacity";

    public override async Task RunAsync(Report report, RunOptions options)
    {
        using var files = new PortalFiles();
        var key = await PublishHttpScenario.PrepareAsync(files);
        using var portal = await PortalProcess.StartAsync(files);
        var headers = $"Authorization: Bearer {key}\r\n";
        var number = 0;
        var time = TimeSpan.FromSeconds(options.Pick(3, 5)); // until more wait than may
        using var few = await HttpLines.OpenAsync(Connections, portal.Address, "/api/v1/notifications", headers);
        using var many = await HttpLines.OpenAsync(ConnectionsInOverload, portal.Address, "/api/v1/notifications", headers);
        await Measure.WarmUpAsync(Connections, _ => few.PostAsync(Body()));
        var (goodput, refusals, ratios, maxima) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());

        for (var round = 0; round < options.Pick(1, 5); round++)
        {
            var most = (await Measure.CallersAsync(Connections, time, _ => few.PostAsync(Body()))).PerSecond;
            var (good, refused) = await OverloadAsync(most * 3, time, () => many, Body);
            maxima.Add(most);
            goodput.Add(good);
            ratios.Add(good / most);
            refusals.AddRange(refused);
        }

        report.Add("maximum", new Series("/s", maxima));
        report.Add($"goodput at three times that, {ConnectionsInOverload} connections", new Series("/s", goodput));
        report.AtLeast("goodput against maximum", new Series("×", ratios).Median, 0.8);
        report.Add("refused", new Series("requests", [refusals.Count]));

        report.AtMost(
            "p99 of refusals, from the sending of the request", refusals.Count == 0 ? double.NaN : new Series("ms", refusals).Percentile(99), 50, "ms");

        string Body() => PublishHttpScenario.Body(Interlocked.Increment(ref number));
    }

    // Open loop as far as connections go: a call that finds none free waits, as in a client's pool; that time is not the server's.
    private static async Task<(double PerSecond, IReadOnlyCollection<double> Refused)> OverloadAsync(double perSecond, TimeSpan time, Func<HttpLines> lines, Func<string> body)
    {
        var refused = new ConcurrentQueue<double>();
        var (good, start) = (0, Stopwatch.GetTimestamp());
        await Measure.OpenLoopAsync(perSecond, time, async _ =>
        {
            var sent = 0L;

            if (Stopwatch.GetElapsedTime(start) > time)
            {
                return; // the time is over; what still waits is not sent
            }

            var status = await lines().PostAsync(body(), () => sent = Stopwatch.GetTimestamp());

            if (status is 429 or 503)
            {
                refused.Enqueue(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            }
            else if (status == 201 && Stopwatch.GetElapsedTime(start) <= time)
            {
                Interlocked.Increment(ref good);
            }
        });

        return (good / time.TotalSeconds, refused);
    }
}
