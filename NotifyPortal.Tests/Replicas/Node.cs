using System.Diagnostics;
using PortalProcess = NotifyPortal.Tests.Support.PortalProcess;

namespace NotifyPortal.Tests.Replicas;

/// <summary>One replica, at an address that it keeps when it is started again.</summary>
internal sealed class Node(int port, string[] settings) : IDisposable
{
    private readonly List<string> said = [];
    private PortalProcess? process;

    public int Port => port;

    public Uri Address { get; } = new($"http://127.0.0.1:{port}");

    /// <summary>Whether it was started, and neither stopped nor killed since.</summary>
    public bool IsUp => process is not null;

    /// <summary>Ended by itself.</summary>
    public bool HasDied => process is { HasExited: true };

    /// <summary>Everything it has logged.</summary>
    public string Output => string.Join('\n', [.. said, .. process is null ? Array.Empty<string>() : [process.Output, .. process.Errors]]);

    public async Task StartAsync() => process = await PortalProcess.ServeAsync([.. settings, "--urls", Address.GetLeftPart(UriPartial.Authority)]);

    /// <summary>kill -9.</summary>
    public void Kill()
    {
        process!.Dispose();
        Remember();
    }

    /// <summary>As a service manager asks.</summary>
    /// <returns>The exit code, and how long it took.</returns>
    public async Task<(int Code, TimeSpan Took)> StopAsync()
    {
        var asked = Stopwatch.GetTimestamp();
        var code = await process!.StopAsync();
        var took = Stopwatch.GetElapsedTime(asked);
        Remember();

        return (code, took);
    }

    public void Dispose() => process?.Dispose();

    private void Remember()
    {
        said.AddRange([process!.Output, .. process.Errors]);
        process = null;
    }
}
