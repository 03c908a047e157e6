using System.Net.Sockets;

namespace NotifyPortal.Benchmarks.Portals;

/// <summary>Asks a measured process how much memory is alive in it: see <see cref="StartupHook"/>.</summary>
/// <param name="file">The socket's file.</param>
public sealed class LiveHeap(string file)
{
    /// <summary>What the process must be started with.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["DOTNET_STARTUP_HOOKS"] = typeof(LiveHeap).Assembly.Location,
        [StartupHook.Variable] = file,
    };

    /// <summary>KiB after a full collection.</summary>
    public async Task<double> ReadAsync()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(file));
        var answer = new byte[sizeof(long)];

        for (var read = 0; read < answer.Length;)
        {
            var part = await socket.ReceiveAsync(answer.AsMemory(read));
            read += part > 0 ? part : throw new EndOfStreamException("The measured process has ended.");
        }

        return BitConverter.ToInt64(answer) / 1024.0;
    }
}
