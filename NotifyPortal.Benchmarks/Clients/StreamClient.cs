using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NotifyPortal.Benchmarks.Clients;

/// <summary>An open event stream on a bare socket: counts the events that come and keeps nothing of them. Ten thousand fit in a process.</summary>
internal sealed class StreamClient : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly TaskCompletionSource open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action<StreamClient> heard;
    private PieceSearch opening;
    private PieceSearch counting;
    private volatile bool closed;

    private StreamClient(StreamDialect dialect, Action<StreamClient> heard)
    {
        this.heard = heard;
        (opening, counting) = (new PieceSearch(dialect.Opened), new PieceSearch(dialect.Event));
    }

    /// <summary>How many events have come; belongs to the receiving side.</summary>
    public int Events { get; private set; }

    /// <summary>Opens one; returns when it is live.</summary>
    /// <param name="headers">Full lines, each with its end.</param>
    /// <param name="heard">Called each time events have come, on the receiving side: it must be short.</param>
    public static async Task<StreamClient> OpenAsync(Uri address, StreamDialect dialect, string headers, Action<StreamClient> heard)
    {
        var client = new StreamClient(dialect, heard);

        try
        {
            await client.socket.ConnectAsync(IPAddress.Loopback, address.Port);
            // HTTP/1.0 knows no chunks: what comes is the stream itself, and a piece may end anywhere in it.
            await client.socket.SendAsync(Encoding.ASCII.GetBytes(
                $"GET {dialect.Path} HTTP/1.0\r\nHost: {address.Authority}\r\nAccept: text/event-stream\r\n{headers}\r\n"));
            client.socket.Blocking = false;
            _ = client.ReadAsync();
            await client.open.Task;

            return client;
        }
        catch
        {
            client.Dispose(); // nobody else has it
            throw;
        }
    }

    public void Dispose()
    {
        closed = true;
        socket.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            do
            {
                await socket.ReceiveAsync(Memory<byte>.Empty); // while it waits it holds no buffer
            }
            while (Take());

            open.TrySetException(new IOException("The server has ended a stream."));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            open.TrySetException(e);
        }

        if (!closed)
        {
            throw new IOException("A stream has broken.");
        }
    }

    /// <returns>False when there is no more.</returns>
    private bool Take()
    {
        Span<byte> buffer = stackalloc byte[8 * 1024];
        var length = socket.Receive(buffer, SocketFlags.None, out var error);

        if (error == SocketError.WouldBlock)
        {
            return true; // woken for what was taken already
        }

        var piece = buffer[..length];

        if (!open.Task.IsCompleted && opening.CountIn(piece) > 0)
        {
            open.TrySetResult();
        }

        if (counting.CountIn(piece) is > 0 and var more)
        {
            Events += more;
            heard(this);
        }

        return piece.Length > 0;
    }
}
