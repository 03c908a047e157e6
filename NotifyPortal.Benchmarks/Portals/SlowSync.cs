using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using NotifyPortal.Benchmarks.Frame;

namespace NotifyPortal.Benchmarks.Portals;

/// <summary>A disk whose fsync takes 2 ms, for any process that is started with it: on some machines fsync is nearly free.</summary>
internal sealed class SlowSync
{
    private const string Variable = "SLOWSYNC_MICROSECONDS";
    private const int Delay = 2000;

    private SlowSync(string library) => Environment = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["LD_PRELOAD"] = library,
        [Variable] = Delay.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>What the process must be started with.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>This process has it.</summary>
    public static bool IsHere => System.Environment.GetEnvironmentVariable(Variable) is not null;

    /// <summary>How the report calls what is measured here.</summary>
    public static string Words => IsHere ? ", 2 ms fsync" : "";

    /// <summary>Compiles the shim; null, with a note, where that cannot be done.</summary>
    public static async Task<SlowSync?> BuildAsync(Report report)
    {
        var library = Path.Combine(AppContext.BaseDirectory, "slowsync.so");

        try
        {
            using var compiler = Process.Start("cc", ["-O2", "-shared", "-fPIC", "-o", library, Path.Combine(AppContext.BaseDirectory, "slowsync.c")]);
            await compiler.WaitForExitAsync();

            if (compiler.ExitCode == 0)
            {
                return new SlowSync(library);
            }
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // There is no cc here; what that means is said below.
        }

        report.Note("Not measured with a 2 ms fsync: that needs cc, the C compiler, on Linux (Debian: gcc).");

        return null;
    }

    /// <summary>Runs the scenario once more in a process with a slow fsync, and takes its figures in.</summary>
    public async Task RunAgainAsync(Scenario scenario, Report report, RunOptions options)
    {
        var json = Path.GetTempFileName();

        try
        {
            var start = new ProcessStartInfo("dotnet", [typeof(SlowSync).Assembly.Location, scenario.Name, "--json", json, .. options.Quick ? ["--quick"] : Array.Empty<string>()])
            {
                UseShellExecute = false,
            };

            foreach (var (key, value) in Environment)
            {
                start.Environment[key] = value;
            }

            using var again = Process.Start(start)!;
            await again.WaitForExitAsync();

            if (again.ExitCode != 0)
            {
                throw new InvalidOperationException($"With a slow fsync {scenario.Name} ended with {again.ExitCode}.");
            }

            report.Merge(JsonNode.Parse(await File.ReadAllTextAsync(json))!["scenarios"]![0]!.AsObject());
        }
        finally
        {
            File.Delete(json);
        }
    }
}
