using System.Collections.Concurrent;
using System.Diagnostics;

namespace NotifyPortal.Benchmarks.Portals;

/// <summary>The portal as a process of its own on a free port, as an operator starts it. Dispose ends it.</summary>
public sealed class PortalProcess : IDisposable
{
    private readonly ConcurrentQueue<string> errors = new();
    private readonly TaskCompletionSource<Uri> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private PortalProcess(PortalFiles files, IReadOnlyDictionary<string, string> environment)
    {
        // Built beside this program, in the same configuration.
        var directory = AppContext.BaseDirectory.Replace("NotifyPortal.Benchmarks", "NotifyPortal", StringComparison.Ordinal);
        var start = new ProcessStartInfo("dotnet", ["NotifyPortal.dll", "--urls", "http://127.0.0.1:0"])
        {
            WorkingDirectory = directory,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";

        foreach (var (key, value) in files.Settings)
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        Process = Process.Start(start)!;
        Process.OutputDataReceived += (_, line) => Read(line.Data);
        Process.ErrorDataReceived += (_, line) => errors.Enqueue(line.Data ?? "");
        Process.BeginOutputReadLine();
        Process.BeginErrorReadLine();
    }

    /// <summary>For its processor time and memory.</summary>
    public Process Process { get; }

    public Uri Address { get; private set; } = default!;

    /// <param name="files">Whose database it serves; prepared by a <see cref="PortalHost"/> that has ended.</param>
    /// <param name="environment">Variables beside the settings, such as the slow fsync's.</param>
    public static async Task<PortalProcess> StartAsync(PortalFiles files, IReadOnlyDictionary<string, string>? environment = null)
    {
        var portal = new PortalProcess(files, environment ?? new Dictionary<string, string>());

        try
        {
            portal.Address = await portal.listening.Task.WaitAsync(TimeSpan.FromSeconds(120));

            return portal;
        }
        catch
        {
            portal.Dispose(); // nobody else has it
            throw;
        }
    }

    /// <summary>A client without cookie jar or redirects, with as many connections as it needs.</summary>
    public HttpClient Client(params (string Name, string Value)[] headers)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { BaseAddress = Address };

        foreach (var (name, value) in headers)
        {
            client.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
        }

        return client;
    }

    public void Dispose()
    {
        if (!Process.HasExited)
        {
            Process.Kill(entireProcessTree: true);
            Process.WaitForExit();
        }

        Process.Dispose();
    }

    private void Read(string? line)
    {
        const string Said = "Now listening on: ";

        if (line is null)
        {
            listening.TrySetException(new InvalidOperationException($"The portal did not start: {string.Join('\n', errors)}"));
        }
        else if (line.IndexOf(Said, StringComparison.Ordinal) is >= 0 and var at)
        {
            listening.TrySetResult(new Uri(line[(at + Said.Length)..].Trim()));
        }
    }
}
