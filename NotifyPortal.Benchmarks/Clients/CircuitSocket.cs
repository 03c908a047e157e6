using System.Buffers;
using System.Net.WebSockets;

namespace NotifyPortal.Benchmarks.Clients;

/// <summary>The WebSocket of a circuit: whole messages in, whole messages out. While it waits it holds no buffer.</summary>
internal sealed class CircuitSocket : IDisposable
{
    private readonly ClientWebSocket socket = new();
    private readonly SemaphoreSlim sending = new(1, 1);
    private readonly CancellationTokenSource closing = new();

    public CircuitSocket(string origin, string cookies)
    {
        socket.Options.SetRequestHeader("Cookie", cookies);
        socket.Options.SetRequestHeader("Origin", origin);
        socket.Options.KeepAliveInterval = TimeSpan.Zero; // the protocol has its own sign of life
    }

    public bool IsClosed => closing.IsCancellationRequested;

    public Task ConnectAsync(Uri address, CancellationToken cancellationToken) => socket.ConnectAsync(address, cancellationToken);

    public async Task SendAsync(ReadOnlyMemory<byte> message)
    {
        await sending.WaitAsync(closing.Token);

        try
        {
            await socket.SendAsync(message, WebSocketMessageType.Binary, true, closing.Token);
        }
        finally
        {
            sending.Release();
        }
    }

    /// <summary>Hands over each message until one asks for the end, or the other side closes; what is handed over is good for that call only.</summary>
    /// <param name="hear">False: no more.</param>
    public async Task ReceiveAsync(Func<ReadOnlyMemory<byte>, Task<bool>> hear)
    {
        try
        {
            while (await ReceiveMessageAsync(hear))
            {
            }
        }
        catch (Exception e) when (IsClosed && e is OperationCanceledException or WebSocketException or ObjectDisposedException)
        {
            // closed by this side
        }
    }

    public void Close()
    {
        closing.Cancel();
        socket.Abort();
    }

    public void Dispose()
    {
        socket.Dispose();
        sending.Dispose();
        closing.Dispose();
    }

    private async Task<bool> ReceiveMessageAsync(Func<ReadOnlyMemory<byte>, Task<bool>> hear)
    {
        await socket.ReceiveAsync(Memory<byte>.Empty, closing.Token);
        var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        var length = 0;

        try
        {
            ValueWebSocketReceiveResult part;

            do
            {
                part = await socket.ReceiveAsync(buffer.AsMemory(length), closing.Token);
                length += part.Count;
                buffer = length < buffer.Length ? buffer : Larger(buffer);
            }
            while (!part.EndOfMessage);

            return part.MessageType != WebSocketMessageType.Close && await hear(buffer.AsMemory(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Larger(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);

        return larger;
    }
}
