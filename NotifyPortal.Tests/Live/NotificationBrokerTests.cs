using NotifyPortal.Live;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Live;

public sealed class NotificationBrokerTests
{
    private static readonly LiveTopic Alice = LiveTopic.User("alice");
    private static readonly LiveEvent Signal = LiveEvent.Of(LiveEventKind.Created, 1);

    private readonly NotificationBroker broker = new(TimeProvider.System);

    [Fact]
    public async Task A_topic_reaches_its_listeners()
    {
        using var page = new Listener(broker, Alice);

        broker.Publish(Alice, Signal);

        Assert.Equal([Signal], await page.HeardAsync());
    }

    [Fact]
    public async Task Other_topics_hear_nothing()
    {
        using var page = new Listener(broker, LiveTopic.User("bob"));

        broker.Publish(Alice, Signal);

        Assert.Empty(await page.HeardAsync());
    }

    [Fact]
    public async Task Everyone_is_heard_by_each_listener_once()
    {
        using var named = new Listener(broker, Alice, LiveTopic.Everyone);
        using var bare = new Listener(broker);

        broker.Publish(LiveTopic.Everyone, Signal);

        Assert.Single(await named.HeardAsync());
        Assert.Single(await bare.HeardAsync());
    }

    [Fact]
    public async Task Signals_keep_their_order()
    {
        using var page = new Listener(broker, Alice);
        var sent = Enumerable.Range(1, LiveSubscription.Capacity - 1).Select(i => LiveEvent.Of(LiveEventKind.Created, i)).ToList();

        sent.ForEach(s => broker.Publish(Alice, s));

        Assert.Equal(sent, await page.HeardAsync());
    }

    [Fact]
    public void The_count_of_listeners_returns_to_zero()
    {
        var pages = Enumerable.Range(0, 20).Select(i => broker.Subscribe(LiveTopic.User($"{i % 3}"))).ToList();
        Assert.Equal(20, broker.SubscriberCount);

        pages.ForEach(p => p.Dispose());

        Assert.Equal(0, broker.SubscriberCount);
    }

    [Fact]
    public void Leaving_twice_counts_once()
    {
        using var stays = broker.Subscribe(Alice);
        var leaves = broker.Subscribe(Alice);

        leaves.Dispose();
        leaves.Dispose();

        Assert.Equal(1, broker.SubscriberCount);
    }

    [Fact]
    public async Task Coming_and_going_in_parallel_loses_nobody()
    {
        using var stays = new Listener(broker, Alice);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 500; i++)
            {
                broker.Subscribe(Alice).Dispose();
            }
        })));

        broker.Publish(Alice, Signal);
        Assert.Equal(1, broker.SubscriberCount);
        Assert.Single(await stays.HeardAsync());
    }

    [Fact]
    public async Task A_listener_that_throws_harms_nobody()
    {
        using var page = new Listener(broker, Alice);
        using var throwing = broker.Subscribe(Alice);
        var failure = Task.Run(async () =>
        {
            await foreach (var _ in throwing.ReadBatchesAsync())
            {
                throw new InvalidOperationException("a page that breaks");
            }
        });
        broker.Publish(Alice, Signal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => failure);

        broker.Publish(Alice, Signal);

        Assert.Equal(2, (await page.HeardAsync()).Count);
    }

    [Fact]
    [Rule("P8")]
    public async Task A_listener_that_never_reads_harms_nobody()
    {
        using var stalled = broker.Subscribe(Alice);
        using var page = new Listener(broker, Alice);

        for (var round = 0; round < 20; round++)
        {
            for (var i = 0; i < 100; i++)
            {
                broker.Publish(Alice, Signal);
            }

            Assert.Equal(100, (await page.HeardAsync()).Count);
        }
    }

    [Fact]
    public async Task A_disposed_subscription_ends_its_loop()
    {
        var subscription = broker.Subscribe(Alice);
        var loop = Task.Run(async () =>
        {
            await foreach (var _ in subscription.ReadBatchesAsync())
            {
            }
        });

        subscription.Dispose();

        await loop.WaitAsync(Until.Deadline);
    }
}
