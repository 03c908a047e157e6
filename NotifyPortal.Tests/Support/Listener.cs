using NotifyPortal.Live;

namespace NotifyPortal.Tests.Support;

/// <summary>An open page as the broker sees it: what it has heard can be asked for without waiting for anything but a mark sent after it.</summary>
public sealed class Listener : IDisposable
{
    private readonly NotificationBroker broker;
    private readonly LiveTopic own = new($"mark:{Guid.NewGuid()}");
    private readonly LiveSubscription subscription;
    private readonly IAsyncEnumerator<IReadOnlyList<LiveEvent>> batches;

    public Listener(NotificationBroker broker, params LiveTopic[] topics)
    {
        this.broker = broker;
        subscription = broker.Subscribe([.. topics, own]);
        batches = subscription.ReadBatchesAsync().GetAsyncEnumerator();
    }

    /// <summary>Everything published until now that this listener was told.</summary>
    /// <param name="resyncs">Whether "read again" counts: the watch for foreign commits says it once soon after a start, to whatever test is running then.</param>
    public async Task<IReadOnlyList<LiveEvent>> HeardAsync(bool resyncs = false)
    {
        var mark = LiveEvent.Of(LiveEventKind.Account);
        broker.Publish(own, mark);
        var heard = new List<LiveEvent>();

        while (!heard.Any(e => ReferenceEquals(e, mark)))
        {
            heard.AddRange(await NextAsync());
        }

        return [.. heard.Where(e => !ReferenceEquals(e, mark) && (resyncs || e.Kind != LiveEventKind.Resync))];
    }

    /// <summary>The next batch, as soon as there is one.</summary>
    public async Task<IReadOnlyList<LiveEvent>> NextAsync()
    {
        Assert.True(await batches.MoveNextAsync().AsTask().WaitAsync(Until.Deadline));

        return batches.Current;
    }

    public void Dispose() => subscription.Dispose();
}
