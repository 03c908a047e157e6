using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace NotifyPortal.Tests.Support;

/// <summary>The portal as a process of its own, as an operator starts it. Dispose ends it if it still runs.</summary>
public sealed class PortalProcess : IDisposable
{
    private readonly Process process;
    private readonly ConcurrentQueue<string> output = new();
    private readonly ConcurrentQueue<string> errors = new();

    public PortalProcess(string[] arguments, params (string Name, string Value)[] environment)
    {
        var directory = AppContext.BaseDirectory.Replace("NotifyPortal.Tests", "NotifyPortal", StringComparison.Ordinal);
        var start = new ProcessStartInfo("/bin/sh", ["-c", "umask 022; exec dotnet NotifyPortal.dll \"$@\"", "sh", .. arguments])
        {
            WorkingDirectory = directory,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["Demo__Enabled"] = "false";

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Keep(output, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(errors, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public bool HasExited => process.HasExited;

    public string Output => string.Join('\n', output);

    /// <summary>The lines on stderr.</summary>
    public IReadOnlyList<string> Errors => [.. errors];

    /// <summary>A server on a free port of this machine.</summary>
    public static Task<PortalProcess> ServeAsync(string database, params string[] settings) => ServeAsync(database, settings, []);

    /// <summary>The same, with more in its environment.</summary>
    public static Task<PortalProcess> ServeAsync(string database, string[] settings, (string Name, string Value)[] environment) =>
        ServeAsync(["--Database:ConnectionString", $"Data Source={database}", .. settings], environment);

    /// <summary>The same, on the database its settings name.</summary>
    public static async Task<PortalProcess> ServeAsync(string[] settings, params (string Name, string Value)[] environment)
    {
        var server = new PortalProcess(["--urls", "http://127.0.0.1:0", .. settings], environment);

        try
        {
            await Until.TrueAsync(() => server.Output.Contains("Now listening on", StringComparison.Ordinal) || server.process.HasExited, "the server listens", TimeSpan.FromSeconds(60));
            Assert.False(server.process.HasExited, string.Join('\n', server.Errors));

            return server;
        }
        catch
        {
            server.Dispose(); // nobody else has it
            throw;
        }
    }

    /// <summary>Runs it to its end.</summary>
    /// <returns>The exit code, with everything written read.</returns>
    public static async Task<(int ExitCode, PortalProcess Process)> RunAsync(string[] arguments, params (string Name, string Value)[] environment)
    {
        var portal = new PortalProcess(arguments, environment);

        return (await portal.EndedAsync(), portal);
    }

    /// <summary>A command on a portal's database, beside it.</summary>
    public static async Task<(int ExitCode, string Output, IReadOnlyList<string> Errors)> RunBesideAsync(PortalApp app, params string[] command)
    {
        var (exitCode, portal) = await RunAsync([.. command, .. app.Database.Arguments]);

        using (portal)
        {
            return (exitCode, portal.Output, portal.Errors);
        }
    }

    /// <summary>The address it listens on.</summary>
    public string Url => Output[Output.IndexOf("http://", StringComparison.Ordinal)..].Split('\n')[0].Trim();

    /// <summary>Asks it to stop, as a service manager does.</summary>
    public async Task<int> StopAsync()
    {
        await SignalAsync("TERM");

        return await EndedAsync();
    }

    /// <summary>Sends it a signal, as <c>kill -STOP</c> does.</summary>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        process.Dispose();
    }

    private async Task<int> EndedAsync()
    {
        try
        {
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));

            return process.ExitCode;
        }
        catch (TimeoutException)
        {
            Dispose();
            throw;
        }
    }

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (!string.IsNullOrWhiteSpace(line))
        {
            lines.Enqueue(line);
        }
    }
}
