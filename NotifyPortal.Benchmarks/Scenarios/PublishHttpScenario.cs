using System.Globalization;
using NotifyPortal.Benchmarks.Data;
using NotifyPortal.Benchmarks.Frame;
using NotifyPortal.Benchmarks.Portals;

namespace NotifyPortal.Benchmarks.Scenarios;

/// <summary>The same publishes as other systems send them: over HTTP, each with a key and an Idempotency-Key.</summary>
internal sealed class PublishHttpScenario : Scenario
{
    private const int Connections = 64;
    private const int Users = 1000;

    public override string Number => "S2";

    public override string Name => "publish-http";

    public override string Title => $"POST /api/v1/notifications with key and Idempotency-Key, {Connections} connections";

    public override async Task RunAsync(Report report, RunOptions options)
    {
        using var files = new PortalFiles();
        var key = await PrepareAsync(files);
        await CompareAsync(report, options, files, key, null);

        if (await SlowSync.BuildAsync(report) is { } slow)
        {
            await CompareAsync(report, options, files, key, slow);
        }
    }

    /// <summary>What is posted: to one of the users in turn.</summary>
    public static string Body(int number) =>
        string.Create(CultureInfo.InvariantCulture, $$"""{"recipient":"{{Seed.User(1 + (number % Users))}}","title":"Your order is on its way","type":"orders","link":"/orders/42"}""");

    /// <summary>Users and a key that may send.</summary>
    public static async Task<string> PrepareAsync(PortalFiles files)
    {
        await files.PrepareAsync(database => Seed.Users(database, Users));
        await using var host = new PortalHost(files);

        return await host.KeyAsync("notifications:send");
    }

    private static async Task CompareAsync(Report report, RunOptions options, PortalFiles files, string key, SlowSync? slow)
    {
        var words = slow is null ? "" : ", 2 ms fsync";
        using var portal = await PortalProcess.StartAsync(files, slow?.Environment);
        using var bare = await BareProcess.StartAsync(files["bare.db"], slow?.Environment);
        using var ours = await HttpLines.OpenAsync(Connections, portal.Address, "/api/v1/notifications", $"Authorization: Bearer {key}\r\n");
        using var theirs = await HttpLines.OpenAsync(Connections, bare.Address, "/");
        var number = 0;
        await Measure.WarmUpAsync(Connections, async _ => Check(await ours.PostAsync(Body(Interlocked.Increment(ref number)))));
        await Measure.WarmUpAsync(Connections, async _ => Check(await theirs.PostAsync(Body(Interlocked.Increment(ref number)))));
        var (cpu, bareCpu) = (new List<double>(), new List<double>());
        var rate = await Measure.InTurnsAsync(
            $"{Connections} connections{words}", "/s", options.Rounds,
            () => RateAsync(ours, portal, options.RoundTime, cpu), () => RateAsync(theirs, bare, options.RoundTime, bareCpu));
        report.Add(rate with { Peer = "bare Kestrel endpoint" });
        report.Add(new Comparison($"server's processor time for each{words}", "µs", cpu, bareCpu) { Peer = "bare Kestrel endpoint" });
        report.AtLeast($"publishes over HTTP{words}", rate.Portal.Median, 4000, "/s");
        report.AtLeast($"against a bare Kestrel endpoint{words}", rate.Ratio.Median, 0.4);

        async Task<double> RateAsync(HttpLines lines, ServerProcess server, TimeSpan time, List<double>? processor = null)
        {
            var perSecond = 0.0;
            var each = await Measure.CpuEachAsync(server.Process, async () =>
            {
                var load = await Measure.CallersAsync(Connections, time, async _ => Check(await lines.PostAsync(Body(Interlocked.Increment(ref number)))));
                perSecond = load.PerSecond;

                return load.Count;
            });
            processor?.Add(each);

            return perSecond;
        }
    }

    private static void Check(int status)
    {
        if (status != 201)
        {
            throw new InvalidOperationException($"A publish was answered {status}.");
        }
    }
}
