using System.Net;
using NotifyPortal.Benchmarks.Data;
using NotifyPortal.Benchmarks.Frame;
using NotifyPortal.Benchmarks.Portals;

namespace NotifyPortal.Benchmarks.Scenarios;

/// <summary>How long an operator waits after a start, with nothing stored and with a million rows.</summary>
internal sealed class StartScenario(SeedLibrary library) : Scenario
{
    public override string Number => "S11";

    public override string Name => "start";

    public override string Title => "process start → first signed-in page";

    public override async Task RunAsync(Report report, RunOptions options)
    {
        using var empty = new PortalFiles();
        await empty.PrepareAsync(database => Seed.Users(database, 1));
        var full = await library.WithRowsAsync(1_000_000);
        var (cookie, otherCookie) = (await CookieAsync(empty), await CookieAsync(full));
        var values = await Measure.InTurnsAsync(
            options.Rounds,
            () => Measure.MillisecondsAsync(() => FirstPageAsync(empty, cookie)),
            () => Measure.MillisecondsAsync(() => FirstPageAsync(full, otherCookie)),
            () => Measure.MillisecondsAsync(() => FirstPageAsync(empty)));
        var (few, many) = (new Comparison("empty database", "ms", values[0], values[2]), new Comparison("1,000,000 rows", "ms", values[1], values[2]));
        report.Add(few with { Peer = "bare Kestrel endpoint" });
        report.Add(many with { Peer = "bare Kestrel endpoint" });
        report.AtMost("start, empty", few.Portal.Median, 2000, "ms");
        report.AtMost("start, 1,000,000 rows", many.Portal.Median, 2200, "ms");
    }

    internal static async Task<string> CookieAsync(PortalFiles files)
    {
        await using var host = new PortalHost(files);

        return await host.CookieAsync(Seed.Heavy);
    }

    private static async Task FirstPageAsync(PortalFiles files, string cookie)
    {
        using var portal = await PortalProcess.StartAsync(files);
        await FirstPageAsync(portal, cookie);
    }

    internal static async Task FirstPageAsync(PortalProcess portal, string cookie)
    {
        using var client = portal.Client(("Cookie", cookie));
        await GetAsync(client, "/notifications");
    }

    private static async Task FirstPageAsync(PortalFiles files)
    {
        using var bare = await BareProcess.StartAsync(files["bare.db"]);
        using var client = bare.Client();
        await GetAsync(client, "/");
    }

    private static async Task GetAsync(HttpClient client, string path)
    {
        using var page = await client.GetAsync(path);

        if (page.StatusCode != HttpStatusCode.OK)
        {
            throw new InvalidOperationException($"The first page answered {page.StatusCode}.");
        }
    }
}
