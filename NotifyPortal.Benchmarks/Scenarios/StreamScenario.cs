using NotifyPortal.Benchmarks.Bare;
using NotifyPortal.Benchmarks.Clients;
using NotifyPortal.Benchmarks.Frame;
using NotifyPortal.Benchmarks.Portals;

namespace NotifyPortal.Benchmarks.Scenarios;

/// <summary>Event streams by the thousand, all of which are told the same.</summary>
internal sealed class StreamScenario : Scenario
{
    // As long as what the portal tells of a notification.
    private static readonly string Payload = $$"""{"type":"notification","title":"To all","text":"{{new string('x', 320)}}"}""";

    public override string Number => "S10";

    public override string Name => "stream";

    public override string Title => "open event streams, one event to all, and bursts of 20, beside bare Kestrel and nchan";

    public override async Task RunAsync(Report report, RunOptions options)
    {
        var count = options.Pick(1000, 10_000);
        using var files = new PortalFiles();
        using var portal = await LivePortal.StartAsync(count);
        var heap = new LiveHeap(files["bare.sock"]);
        using var bareServer = await BareStreams.StartAsync(heap.Environment);
        using var nchanServer = await NchanServer.StartAsync(files["nchan"], report);
        using var http = bareServer.Client();
        var (stored, passing) = (PortalSide(portal, "queued"), PortalSide(portal, "ephemeral"));
        var anybody = Enumerable.Repeat("", count).ToList();
        var bare = new StreamSide(
            bareServer.Address, new StreamDialect("/stream", "\n: open", "\nevent: notification"), anybody,
            () => PostAsync(http, bareServer.Address), heap, bareServer.Process);
        var nchan = nchanServer is null ? null : new StreamSide(
            nchanServer.Address, new StreamDialect("/stream", "\r\n\r\n", "\nevent: notification"), anybody, () => PostAsync(http, nchanServer.Address), null, null);

        // One after the other: a process may hold twenty thousand sockets on many machines, and here is one end of each.
        for (var pass = 0; pass < options.Pick(1, 2); pass++)
        {
            foreach (var side in new[] { stored, bare, passing, nchan }.OfType<StreamSide>())
            {
                await side.PassAsync(options.Rounds);
            }
        }

        var memory = new Comparison("memory of each stream", "KiB", stored.Memory, bare.Memory);
        report.Add(memory);
        report.AtMost($"stream, memory of each of {count}", memory.Portal.Median, 16, "KiB");
        Compare(report, $"stored, to {count} streams", stored, bare, nchan);
        Compare(report, $"not stored, to {count} streams", passing, bare, nchan);
    }

    private static StreamSide PortalSide(LivePortal portal, string mode) => new(
        portal.Process.Address, new StreamDialect("/notifications/stream", "\nevent: sync", "\nevent: notification"),
        [.. portal.Cookies.Select(cookie => $"Cookie: {cookie}\r\n")], () => portal.SendAsync(null, "To all", mode), portal.Heap, portal.Process.Process);

    private static void Compare(Report report, string what, StreamSide portal, StreamSide bare, StreamSide? nchan)
    {
        var single = new Comparison($"{what}, one event, the last has it", "ms", portal.Single, bare.Single);
        report.Add(single);
        report.Add(new Comparison($"{what}, bursts of 20", "/s", portal.PerSecond, bare.PerSecond));
        report.Add(new Comparison($"{what}, bursts of 20, server CPU for each", "µs", portal.Processor, bare.Processor));
        report.AtMost($"stream, {what}, one event by bare", single.Ratio.Median, 1.5);

        if (nchan is not null)
        {
            var peer = new Comparison($"{what}, one event, the last has it", "ms", portal.Single, nchan.Single) { Peer = "nchan" };
            var bursts = new Comparison($"{what}, bursts of 20", "/s", portal.PerSecond, nchan.PerSecond) { Peer = "nchan" };
            report.Add(peer);
            report.Add(bursts);
            report.AtMost($"stream, {what}, one event by nchan", peer.Ratio.Median, 2);
            report.AtLeast($"stream, {what}, bursts of 20 by nchan", bursts.Ratio.Median, 3);
        }
    }

    private static async Task PostAsync(HttpClient http, Uri server)
    {
        using var body = new StringContent(Payload);
        using var answer = await http.PostAsync(new Uri(server, "/all"), body);
        answer.EnsureSuccessStatusCode();
    }
}
