using System.Diagnostics;
using System.Runtime.CompilerServices;
using NotifyPortal.Benchmarks.Bare;
using NotifyPortal.Benchmarks.Data;
using NotifyPortal.Benchmarks.Frame;
using NotifyPortal.Benchmarks.Scenarios;
using NotifyPortal.Data;
using NotifyPortal.Data.Sqlite;

namespace NotifyPortal.Benchmarks;

/// <summary>The table of contents: every scenario, in the order of the goals.</summary>
internal static class Program
{
    private static Scenario[] Scenarios(SeedLibrary library) =>
    [
        new PublishScenario(),
        new PublishHttpScenario(),
        new FanOutScenario(),
        new ReadScenario(library),
        new OverviewScenario(library),
        new LiveOneScenario(),
        new LiveAllScenario(),
        new BurstScenario(),
        new MemoryScenario(),
        new StreamScenario(),
        new StartScenario(library),
        new BulkScenario(),
        new OverloadScenario(),
        new BrowserScenario(),
        new ReplicasScenario(),
        new GrowthScenario(library),
    ];

    public static async Task<int> Main(string[] args)
    {
        // The bare programs use SQLite before anything of the portal's does: its binding must stand.
        RuntimeHelpers.RunModuleConstructor(typeof(SqliteFile).Module.ModuleHandle);

        if (args is [BareCircuits.Verb])
        {
            return await BareCircuits.RunAsync();
        }

        if (args is [BareStreams.Verb])
        {
            return await BareStreams.RunAsync();
        }

        if (args is [BareEndpoint.Verb, var database])
        {
            return await BareEndpoint.RunAsync(database);
        }

        using var library = new SeedLibrary();
        var scenarios = Scenarios(library);

        if (RunOptions.Parse(args, [.. scenarios.Select(s => s.Name)], Console.Error) is not { } options)
        {
            return 2;
        }

        var report = new Report(Console.Out);
        report.Machine(Machine.Describe());
        Console.SetOut(TextWriter.Null); // portals in this process greet their operator there

        foreach (var scenario in scenarios.Where(s => options.Names.Count == 0 ? !s.Asked : options.Names.Contains(s.Name)))
        {
            var begun = Stopwatch.GetTimestamp();
            report.Begin(scenario);
            await scenario.RunAsync(report, options);
            report.Note($"took {Figure.Text(Stopwatch.GetElapsedTime(begun).TotalSeconds)} s");
        }

        if (options.Json is { } file)
        {
            await File.WriteAllTextAsync(file, report.ToJson(options.Quick));
        }

        return 0;
    }
}
