using NotifyPortal.Live;
using NotifyPortal.Live.Backplanes;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Live.Backplanes;

/// <summary>How what others say is handed on, by a clock that goes only when it is moved.</summary>
[Rule("T28")]
public sealed class SignalPaceTests : IAsyncDisposable
{
    private static readonly LiveTopic Alice = LiveTopic.User("alice"), Bob = LiveTopic.User("bob");

    private readonly CancellationTokenSource ending = new();
    private readonly ManualClock clock = new();
    private readonly NotificationBroker broker = new(TimeProvider.System);
    private readonly SignalPace pace;
    private readonly Task running;

    public SignalPaceTests()
    {
        pace = new SignalPace(broker, clock);
        running = pace.RunAsync(ending.Token);
    }

    [Fact]
    public async Task The_first_is_handed_on_at_once_to_each()
    {
        using Listener alice = new(broker, Alice), bob = new(broker, Bob);

        Tell(Alice, LiveEventKind.Created, 1);
        Tell(Bob, LiveEventKind.Created, 2);

        Assert.Equal([1], Assert.Single(await alice.HeardAsync()).Ids);
        Assert.Equal([2], Assert.Single(await bob.HeardAsync()).Ids);
    }

    [Fact]
    public async Task What_follows_waits_and_comes_as_one()
    {
        using var page = new Listener(broker, Alice);
        Tell(Alice, LiveEventKind.Created, 1);
        await page.HeardAsync();

        Tell(Alice, LiveEventKind.Created, 2);
        Tell(Alice, LiveEventKind.Created, 3);
        Tell(Alice, LiveEventKind.Created, 2);

        await WindowAsync(but: 1);
        Assert.Empty(await page.HeardAsync());
        await StepAsync();
        await Until.TrueAsync(() => clock.Waits(SignalPace.Step), "it rests again");
        var told = Assert.Single(await page.HeardAsync());
        Assert.Equal(LiveEventKind.Created, told.Kind);
        Assert.Equal([2, 3], told.Ids.Order());
    }

    [Fact]
    public async Task Whoever_has_rested_is_told_at_once_again()
    {
        using var page = new Listener(broker, Alice);
        Tell(Alice, LiveEventKind.Created, 1);
        await WindowAsync();
        await Until.TrueAsync(() => pace.Remembered == 0, "nothing is remembered");
        await page.HeardAsync();

        Tell(Alice, LiveEventKind.Created, 2);

        Assert.Equal([2], Assert.Single(await page.HeardAsync()).Ids);
    }

    [Theory]
    [InlineData(1, BackplaneOutbox.MaxIds + 1)]
    [InlineData(SignalPace.MaxSorts + 1, 1)]
    public async Task Beyond_so_much_it_says_read_again(int sorts, int ids)
    {
        using var page = new Listener(broker, Alice);
        Tell(Alice, LiveEventKind.Created, 0);
        await page.HeardAsync();

        for (var sort = 0; sort < sorts; sort++)
        {
            pace.Tell(new Heard(Alice, new LiveEvent(LiveEventKind.Updated, [.. Enumerable.Range(1, ids).Select(id => (long)id)], $"{sort}")));
        }

        await WindowAsync();
        await Until.TrueAsync(() => clock.Waits(SignalPace.Step), "it rests again");
        Assert.Equal([LiveEventKind.Resync], (await page.HeardAsync(resyncs: true)).Select(e => e.Kind));
    }

    [Fact]
    public void Addresses_to_which_nobody_listens_cost_nothing()
    {
        for (var i = 0; i < 10_000; i++)
        {
            Tell(LiveTopic.User($"{i}"), LiveEventKind.Created, 1);
        }

        Assert.Equal(0, pace.Remembered);
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await running.ContinueWith(static _ => { }, TaskScheduler.Default);
        ending.Dispose();
    }

    private void Tell(LiveTopic topic, LiveEventKind kind, long id) => pace.Tell(new Heard(topic, LiveEvent.Of(kind, id)));

    private async Task WindowAsync(int but = 0)
    {
        for (var i = but; i < 5; i++)
        {
            await StepAsync();
        }
    }

    private async Task StepAsync()
    {
        await Until.TrueAsync(() => clock.Waits(SignalPace.Step), "it rests");
        clock.Advance(SignalPace.Step);
    }
}
