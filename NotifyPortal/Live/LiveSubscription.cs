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

    private static readonly Heard Lost = new(LiveTopic.Everyone, LiveEvent.Resync);

    private readonly Channel<Heard> inbox = Channel.CreateBounded<Heard>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    private readonly NotificationBroker broker;
    private readonly TimeProvider clock;
    private int overflowed;

    internal LiveSubscription(NotificationBroker broker, TimeProvider clock)
    {
        this.broker = broker;
        this.clock = clock;
    }

    /// <summary>The addresses it hears; the broker's to change.</summary>
    internal HashSet<LiveTopic> Topics { get; } = [];

    /// <summary>Batches of signals as they come, each all that is waiting; ends when the subscription is disposed.</summary>
    public async IAsyncEnumerable<IReadOnlyList<LiveEvent>> ReadBatchesAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var batch in ReadHeardAsync(Window, Window, cancellationToken))
        {
            yield return [.. batch.Select(heard => heard.Signal)];
        }
    }

    /// <summary>The same with the addresses.</summary>
    /// <param name="window">The least time from the first batch to the next.</param>
    /// <param name="sustained">The same for those that follow, as long as there was something waiting each time.</param>
    internal async IAsyncEnumerable<IReadOnlyList<Heard>> ReadHeardAsync(
        TimeSpan window, TimeSpan sustained, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var busy = false;

        while (await inbox.Reader.WaitToReadAsync(cancellationToken))
        {
            yield return Drain();

            await Task.Delay(window, clock, cancellationToken);
            var before = busy;
            busy = inbox.Reader.TryPeek(out _);

            // Asked for at the end of the short window, not of the long one: what comes now and then would fall into that each time, and wait.
            if (busy && before)
            {
                await Task.Delay(sustained - window, clock, cancellationToken);
            }
        }
    }

    public void Dispose()
    {
        broker.Remove(this);
        inbox.Writer.TryComplete();
    }

    internal void Write(LiveTopic topic, LiveEvent signal)
    {
        if (inbox.Writer.TryWrite(new Heard(topic, signal)))
        {
            return;
        }

        // Flag first, then knock once more: should the reader have drained in between, this wakes it and it finds the flag.
        Volatile.Write(ref overflowed, 1);
        inbox.Writer.TryWrite(Lost);
    }

    private List<Heard> Drain()
    {
        var batch = new List<Heard>();

        while (inbox.Reader.TryRead(out var heard))
        {
            batch.Add(heard);
        }

        return Interlocked.Exchange(ref overflowed, 0) == 1 ? [Lost] : batch;
    }
}
