using NotifyPortal.Live;

namespace NotifyPortal.Tests.Live.Backplanes;

/// <summary>Counts each signal to an address, as one who would read at once would.</summary>
internal sealed class TellTale : IDisposable
{
    private readonly LiveSubscription subscription;
    private long lastId;
    private int told;

    public TellTale(NotificationBroker broker, LiveTopic topic)
    {
        subscription = broker.Subscribe(topic);
        _ = CountAsync(topic);
    }

    public int Told => Volatile.Read(ref told);

    public long LastId => Volatile.Read(ref lastId);

    public void Dispose() => subscription.Dispose();

    private async Task CountAsync(LiveTopic topic)
    {
        await foreach (var batch in subscription.ReadHeardAsync(TimeSpan.Zero, TimeSpan.Zero, CancellationToken.None))
        {
            foreach (var (_, signal) in batch.Where(heard => heard.Topic == topic))
            {
                Interlocked.Increment(ref told);
                Volatile.Write(ref lastId, signal.Ids.Max());
            }
        }
    }
}
