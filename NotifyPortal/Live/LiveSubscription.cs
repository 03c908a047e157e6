using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace NotifyPortal.Live;

/// <summary>
/// One listener's bounded inbox. Writing to it never blocks and never throws; what does not fit is replaced by a single
/// <see cref="LiveEventKind.Resync"/>, so a slow listener costs bounded memory and slows nobody.
/// </summary>
public sealed class LiveSubscription : IDisposable
{
    /// <summary>More waiting signals than this say no more than "read again".</summary>
    public const int Capacity = 128;

    /// <summary>The first signal is handed over at once, later ones at most once in this time.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMilliseconds(100);

    /// <summary>While signals keep coming, a page is drawn this often: nobody reads faster.</summary>
    public static readonly TimeSpan Sustained = TimeSpan.FromMilliseconds(250);

    private readonly Channel<LiveEvent> inbox = Channel.CreateBounded<LiveEvent>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    private readonly NotificationBroker broker;
    private readonly TimeProvider clock;
    private int overflowed;

    internal LiveSubscription(NotificationBroker broker, IReadOnlyList<LiveTopic> topics, TimeProvider clock)
    {
        this.broker = broker;
        this.clock = clock;
        Topics = topics;
    }

    public IReadOnlyList<LiveTopic> Topics { get; }

    /// <summary>Batches of signals as they come, each all that is waiting; ends when the subscription is disposed.</summary>
    public IAsyncEnumerable<IReadOnlyList<LiveEvent>> ReadBatchesAsync(CancellationToken cancellationToken = default) =>
        ReadBatchesAsync(Window, Window, cancellationToken);

    /// <inheritdoc cref="ReadBatchesAsync(CancellationToken)"/>
    /// <param name="window">The least time from the first batch to the next.</param>
    /// <param name="sustained">The same for those that follow, as long as there was something waiting each time.</param>
    public async IAsyncEnumerable<IReadOnlyList<LiveEvent>> ReadBatchesAsync(
        TimeSpan window, TimeSpan sustained, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var pause = window;

        while (await inbox.Reader.WaitToReadAsync(cancellationToken))
        {
            yield return Drain();

            await Task.Delay(pause, clock, cancellationToken);
            pause = inbox.Reader.TryPeek(out _) ? sustained : window;
        }
    }

    public void Dispose()
    {
        broker.Remove(this);
        inbox.Writer.TryComplete();
    }

    internal void Write(LiveEvent signal)
    {
        if (inbox.Writer.TryWrite(signal))
        {
            return;
        }

        // Flag first, then knock once more: should the reader have drained in between, this wakes it and it finds the flag.
        Volatile.Write(ref overflowed, 1);
        inbox.Writer.TryWrite(LiveEvent.Resync);
    }

    private List<LiveEvent> Drain()
    {
        var batch = new List<LiveEvent>();

        while (inbox.Reader.TryRead(out var signal))
        {
            batch.Add(signal);
        }

        return Interlocked.Exchange(ref overflowed, 0) == 1 ? [LiveEvent.Resync] : batch;
    }
}
