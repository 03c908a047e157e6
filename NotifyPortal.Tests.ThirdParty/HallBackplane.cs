using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using NotifyPortal.Live.Backplanes;

namespace NotifyPortal.Tests.ThirdParty;

/// <summary>Where replicas in one process shout at each other.</summary>
public sealed class Hall
{
    private volatile bool closed;

    public ConcurrentDictionary<Channel<ReadOnlyMemory<byte>>, bool> Listeners { get; } = new();

    public void RequireOpen()
    {
        if (closed)
        {
            throw new IOException("the hall is closed");
        }
    }

    public void Close()
    {
        closed = true;

        foreach (var listener in Listeners.Keys)
        {
            listener.Writer.TryComplete();
        }
    }

    public void Open() => closed = false;
}

/// <summary>A backplane of one's own, named in the configuration by its class.</summary>
public sealed class HallBackplane(Hall hall) : IBackplane
{
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ListenAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        hall.RequireOpen();
        var inbox = Channel.CreateUnbounded<ReadOnlyMemory<byte>>();
        hall.Listeners[inbox] = true;

        try
        {
            yield return default;

            await foreach (var payload in inbox.Reader.ReadAllAsync(cancellationToken))
            {
                yield return payload;
            }
        }
        finally
        {
            hall.Listeners.TryRemove(inbox, out _);
        }
    }

    public Task SendAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        hall.RequireOpen();

        foreach (var listener in hall.Listeners.Keys)
        {
            listener.Writer.TryWrite(payload.ToArray());
        }

        return Task.CompletedTask;
    }
}
