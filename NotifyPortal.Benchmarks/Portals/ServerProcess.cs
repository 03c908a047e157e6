using System.Collections.Concurrent;
using System.Diagnostics;

namespace NotifyPortal.Benchmarks.Portals;

/// <summary>A web server as a process of its own on a free port. Dispose ends it.</summary>
public class ServerProcess : IDisposable
{
    private readonly ConcurrentQueue<string> errors = new();
    private readonly TaskCompletionSource<Uri> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    protected ServerProcess(string directory, IReadOnlyList<string> arguments, params IEnumerable<KeyValuePair<string, string>> environment)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = directory,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

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

    /// <summary>Ends it as a crash does: nothing is finished, nothing is flushed.</summary>
    public void Kill()
    {
        if (!Process.HasExited)
        {
            Process.Kill(entireProcessTree: true);
            Process.WaitForExit();
        }
    }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        Kill();
        Process.Dispose();
    }

    /// <summary>Waits until it says where it listens; one that does not is ended.</summary>
    protected static async Task<TServer> StartedAsync<TServer>(TServer server) where TServer : ServerProcess
    {
        try
        {
            server.Address = await server.listening.Task.WaitAsync(TimeSpan.FromSeconds(120));

            return server;
        }
        catch
        {
            server.Dispose(); // nobody else has it
            throw;
        }
    }

    private void Read(string? line)
    {
        const string Said = "Now listening on: ";

        if (line is null)
        {
            listening.TrySetException(new InvalidOperationException($"The server did not start: {string.Join('\n', errors)}"));
        }
        else if (line.IndexOf(Said, StringComparison.Ordinal) is >= 0 and var at)
        {
            listening.TrySetResult(new Uri(line[(at + Said.Length)..].Trim()));
        }
    }
}
