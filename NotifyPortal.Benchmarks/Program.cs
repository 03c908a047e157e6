using System.Runtime.CompilerServices;
using NotifyPortal.Benchmarks.Bare;
using NotifyPortal.Benchmarks.Frame;
using NotifyPortal.Benchmarks.Scenarios;
using NotifyPortal.Data;

namespace NotifyPortal.Benchmarks;

/// <summary>The table of contents: every scenario, in the order of the goals.</summary>
internal static class Program
{
    private static readonly Scenario[] Scenarios =
    [
        new LiveOneScenario(),
        new LiveAllScenario(),
        new BurstScenario(),
        new MemoryScenario(),
        new StartScenario(),
    ];

    public static async Task<int> Main(string[] args)
    {
        // The bare programs use SQLite before anything of the portal's does: its binding must stand.
        RuntimeHelpers.RunModuleConstructor(typeof(SqliteFile).Module.ModuleHandle);

        if (args is [BareCircuits.Verb])
        {
            return await BareCircuits.RunAsync();
        }

        if (RunOptions.Parse(args, [.. Scenarios.Select(s => s.Name)], Console.Error) is not { } options)
        {
            return 2;
        }

        var report = new Report(Console.Out);
        Console.SetOut(TextWriter.Null); // portals in this process greet their operator there

        foreach (var scenario in Scenarios.Where(s => options.Names.Count == 0 || options.Names.Contains(s.Name)))
        {
            report.Begin(scenario);
            await scenario.RunAsync(report, options);
        }

        if (options.Json is { } file)
        {
            await File.WriteAllTextAsync(file, report.ToJson(options.Quick));
        }

        return 0;
    }
}
