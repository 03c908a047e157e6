using System.Net;
using Microsoft.Data.Sqlite;
using NotifyPortal.Benchmarks.Data;
using NotifyPortal.Benchmarks.Frame;
using NotifyPortal.Benchmarks.Portals;

namespace NotifyPortal.Benchmarks.Scenarios;

/// <summary>How long an operator waits after a start.</summary>
internal sealed class StartScenario : Scenario
{
    public override string Number => "S11";

    public override string Name => "start";

    public override string Title => "process start → first signed-in page";

    public override async Task RunAsync(Report report, RunOptions options)
    {
        using var files = new PortalFiles();
        var cookie = await PrepareAsync(files);
        var times = new List<double>();

        for (var round = 0; round <= options.Rounds; round++)
        {
            times.Add(await Measure.MillisecondsAsync(() => FirstPageAsync(files, cookie)));
        }

        var empty = new Series("ms", times.Skip(1));
        report.Add("empty database", empty);
        report.AtMost("start, empty", empty.Median, 2000, "ms");
    }

    private static async Task<string> PrepareAsync(PortalFiles files)
    {
        await using var host = new PortalHost(files);
        _ = host.Services;

        await using (var database = new SqliteConnection($"Data Source={files.Database}"))
        {
            await database.OpenAsync();
            Seed.Users(database, 1);
        }

        return await host.CookieAsync(Seed.User(1));
    }

    private static async Task FirstPageAsync(PortalFiles files, string cookie)
    {
        using var portal = await PortalProcess.StartAsync(files);
        using var client = portal.Client(("Cookie", cookie));
        using var page = await client.GetAsync("/notifications");

        if (page.StatusCode != HttpStatusCode.OK)
        {
            throw new InvalidOperationException($"The first page answered {page.StatusCode}.");
        }
    }
}
