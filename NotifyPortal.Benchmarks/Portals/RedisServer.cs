using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace NotifyPortal.Benchmarks.Portals;

/// <summary>A Redis of one's own, on a private port, that keeps nothing. Dispose ends it.</summary>
public sealed class RedisServer : IDisposable
{
    private readonly int port = FreePort();
    private Process? process;

    public static bool IsInstalled => File.Exists("/usr/bin/redis-server");

    /// <summary>As <c>Backplane:ConnectionString</c> wants it.</summary>
    public string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");

    public static async Task<RedisServer> StartAsync()
    {
        var server = new RedisServer();
        await server.ComeUpAsync();

        return server;
    }

    /// <summary>Starts it, or starts it again at the same address; returns when it answers.</summary>
    public async Task ComeUpAsync()
    {
        string[] settings = ["--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
        process = Process.Start(new ProcessStartInfo("redis-server", settings) { RedirectStandardOutput = true, UseShellExecute = false })!;
        process.BeginOutputReadLine();

        while (await SayAsync("PING") != "+PONG")
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException("Redis did not start.");
            }

            await Task.Delay(20); // not yet
        }
    }

    /// <summary>Kills it as a crash would.</summary>
    public void GoDown()
    {
        process!.Kill();
        process.WaitForExit();
        process.Dispose();
        process = null;
    }

    /// <summary>Says a command and returns the first line of the answer; null when nobody listens.</summary>
    public async Task<string?> SayAsync(string command)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port);
            await using var stream = client.GetStream();
            await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes($"{command}\r\n"));
            using var reader = new StreamReader(stream);

            return await reader.ReadLineAsync();
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        if (process is not null)
        {
            GoDown();
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
