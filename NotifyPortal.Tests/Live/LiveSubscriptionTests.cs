using NotifyPortal.Live;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Live;

public sealed class LiveSubscriptionTests : IDisposable
{
    private static readonly LiveTopic Alice = LiveTopic.User("alice");

    private readonly ManualClock clock = new();
    private readonly NotificationBroker broker;
    private readonly LiveSubscription subscription;
    private readonly IAsyncEnumerator<IReadOnlyList<LiveEvent>> batches;

    public LiveSubscriptionTests()
    {
        broker = new NotificationBroker(clock);
        subscription = broker.Subscribe(Alice);
        batches = subscription.ReadBatchesAsync().GetAsyncEnumerator();
    }

    [Fact]
    public async Task The_first_signal_is_handed_over_at_once()
    {
        Publish(1);

        Assert.Equal([1], await NextAsync(Begin()));
    }

    [Fact]
    public async Task A_burst_within_the_window_is_one_batch()
    {
        Publish(1);
        await NextAsync(Begin());
        var next = Begin();

        Publish(2);
        Publish(3);
        Assert.False(next.IsCompleted); // the window has not passed: the clock stands
        clock.Advance(LiveSubscription.Window);

        Assert.Equal([2, 3], await NextAsync(next));
    }

    [Fact]
    public async Task Each_window_brings_at_most_one_batch()
    {
        Publish(0);
        await NextAsync(Begin());
        var heard = new List<IReadOnlyList<long>>();

        for (var window = 0; window < 5; window++)
        {
            var next = Begin();
            Enumerable.Range(0, 20).ToList().ForEach(i => Publish((window * 20) + i));
            Assert.False(next.IsCompleted);
            clock.Advance(LiveSubscription.Window);
            heard.Add(await NextAsync(next));
        }

        Assert.Equal([20, 20, 20, 20, 20], heard.Select(h => h.Count));
    }

    [Fact]
    public async Task What_comes_now_and_then_does_not_wait_because_of_what_came_close_together()
    {
        await using var page = subscription.ReadHeardAsync(LiveSubscription.Window, LiveSubscription.Sustained, CancellationToken.None).GetAsyncEnumerator();
        Publish(1);
        await page.MoveNextAsync();
        var second = page.MoveNextAsync().AsTask();
        Publish(2);
        clock.Advance(LiveSubscription.Window);
        await second.WaitAsync(Until.Deadline);
        var third = page.MoveNextAsync().AsTask();
        clock.Advance(LiveSubscription.Window);

        Publish(3);

        await third.WaitAsync(Until.Deadline);
    }

    [Fact]
    public async Task What_does_not_fit_becomes_a_single_resync()
    {
        for (var i = 0; i < 10 * LiveSubscription.Capacity; i++)
        {
            Publish(i);
        }

        Assert.True(await Begin().AsTask().WaitAsync(Until.Deadline));
        Assert.Equal([LiveEvent.Resync], batches.Current);
    }

    [Fact]
    public async Task What_just_fits_is_told_in_full()
    {
        for (var i = 0; i < LiveSubscription.Capacity; i++)
        {
            Publish(i);
        }

        Assert.Equal(LiveSubscription.Capacity, (await NextAsync(Begin())).Count);
    }

    [Fact]
    public async Task After_a_resync_signals_are_told_again()
    {
        await What_does_not_fit_becomes_a_single_resync();
        var next = Begin();
        Publish(7);
        clock.Advance(LiveSubscription.Window);

        Assert.Equal([7], await NextAsync(next));
    }

    public void Dispose() => subscription.Dispose();

    private void Publish(long id) => broker.Publish(Alice, LiveEvent.Of(LiveEventKind.Created, id));

    private ValueTask<bool> Begin() => batches.MoveNextAsync();

    private async Task<IReadOnlyList<long>> NextAsync(ValueTask<bool> begun)
    {
        Assert.True(await begun.AsTask().WaitAsync(Until.Deadline));

        return [.. batches.Current.SelectMany(e => e.Ids)];
    }
}
