using System.Diagnostics;
using NotifyPortal.Live;
using NotifyPortal.Live.Backplanes;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Live.Backplanes;

/// <summary>What every backplane has to pass, whoever made it: derive, and say how one is made.</summary>
public abstract class BackplaneContract : IAsyncLifetime
{
    private static readonly LiveTopic Alice = LiveTopic.User("alice"), Mark = new("mark");

    private Replica here = null!, there = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await PrepareAsync();
        (here, there) = (await Replica.StartAsync(New("portal")), await Replica.StartAsync(New("portal")));
    }

    public async ValueTask DisposeAsync()
    {
        await here.DisposeAsync();
        await there.DisposeAsync();
        await ClearAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_signal_is_heard_on_the_other_replica()
    {
        using var page = new Listener(there.Broker, Alice);

        here.Broker.Publish(Alice, new LiveEvent(LiveEventKind.Updated, [4, long.MaxValue], "edited"));

        var heard = Assert.Single(await HeardAsync(page, 1));
        Assert.Equal((LiveEventKind.Updated, "edited"), (heard.Kind, heard.Key));
        Assert.Equal([4, long.MaxValue], heard.Ids);
    }

    [Fact]
    public async Task Others_hear_nothing_there()
    {
        using var bob = new Listener(there.Broker, LiveTopic.User("bob"), Mark);

        here.Broker.Publish(Alice, LiveEvent.Of(LiveEventKind.Created, 1));
        here.Broker.Publish(Mark, LiveEvent.Of(LiveEventKind.Activity));

        Assert.Equal([LiveEventKind.Activity], (await HeardAsync(bob, 1)).Select(e => e.Kind));
    }

    [Fact]
    public async Task What_is_published_here_is_heard_here_once()
    {
        using var page = new Listener(here.Broker, Alice, Mark);

        here.Broker.Publish(Alice, LiveEvent.Of(LiveEventKind.Created, 1));
        there.Broker.Publish(Mark, LiveEvent.Of(LiveEventKind.Activity)); // an echo would come before it
        await there.Broker.AnsweredAsync(here.Broker);

        Assert.Equal([LiveEventKind.Created, LiveEventKind.Activity], (await HeardAsync(page, 2)).Select(e => e.Kind));
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""["x", ["user:alice", "Invented", [1]], 7, ["user:alice"], ["user:alice", "Created", ["1"]], ["user:alice", "3", [1.5]]]""")]
    public async Task What_cannot_be_understood_is_passed_over(string payload)
    {
        using var page = new Listener(there.Broker, Alice);
        var stranger = New("portal");
        await using var listening = await Replica.StartAsync(stranger);

        await stranger.SendAsync(System.Text.Encoding.UTF8.GetBytes(payload), Token);
        await stranger.SendAsync("""["x", ["user:alice", "Created", [7]]]"""u8.ToArray(), Token);

        Assert.Equal([7], Assert.Single(await HeardAsync(page, 1)).Ids);
    }

    [Theory]
    [InlineData(LiveEventKind.Beat)]
    [InlineData(LiveEventKind.Stopping)]
    public async Task What_concerns_one_replica_stays_there_whoever_says_it(LiveEventKind kind)
    {
        using var stream = new Listener(there.Broker, Alice, Mark);
        var stranger = New("portal");
        await using var listening = await Replica.StartAsync(stranger);

        here.Broker.Publish(Alice, LiveEvent.Of(kind));
        await here.Broker.AnsweredAsync(there.Broker);
        await stranger.SendAsync(System.Text.Encoding.UTF8.GetBytes($"""["x", ["user:alice", "{kind}", []], ["mark", "Activity", []]]"""), Token);

        Assert.Equal([LiveEventKind.Activity], (await HeardAsync(stream, 1)).Select(e => e.Kind));
    }

    [Fact]
    public async Task Other_portals_on_the_same_server_hear_nothing()
    {
        await using var other = await Replica.StartAsync(New("other"));
        await using var another = await Replica.StartAsync(New("other"));
        using var page = new Listener(other.Broker, Alice, Mark);

        here.Broker.Publish(Alice, LiveEvent.Of(LiveEventKind.Created, 1));
        await here.Broker.AnsweredAsync(there.Broker);
        another.Broker.Publish(Mark, LiveEvent.Of(LiveEventKind.Activity));

        Assert.Equal([LiveEventKind.Activity], (await HeardAsync(page, 1)).Select(e => e.Kind));
    }

    [Fact]
    public async Task A_crowd_is_told_in_payloads_that_fit()
    {
        const int people = 2_000;
        var pages = Enumerable.Range(0, people).Select(i => new Listener(there.Broker, LiveTopic.User($"{i}"))).ToList();

        for (var i = 0; i < people; i++)
        {
            here.Broker.Publish(LiveTopic.User($"{i}"), LiveEvent.Of(LiveEventKind.Created, Enumerable.Range(0, 30).Select(n => long.MaxValue - n).ToList()));
        }

        foreach (var page in pages)
        {
            Assert.Equal(LiveEventKind.Created, Assert.Single(await HeardAsync(page, 1)).Kind);
            page.Dispose();
        }
    }

    [Fact]
    [Rule("T28")]
    public async Task A_flood_of_forged_signals_reaches_each_page_at_most_every_100_ms()
    {
        const int people = 40, times = 60;
        var users = Enumerable.Range(0, people).Select(i => LiveTopic.User($"{i}")).ToList();
        var pages = users.ConvertAll(user => new TellTale(there.Broker, user));
        var stranger = New("portal");
        await using var listening = await Replica.StartAsync(stranger);
        var watch = Stopwatch.StartNew();

        for (var i = 1; i <= times; i++)
        {
            var forged = string.Join(',', users.Select(user => $"""["{user}", "Created", [{i}]]"""));
            await stranger.SendAsync(System.Text.Encoding.UTF8.GetBytes($"""["x", {forged}]"""), Token);
        }

        foreach (var page in pages)
        {
            await Until.TrueAsync(() => page.LastId == times, "the last one has come");
            Assert.InRange(page.Told, 1, 1 + (int)(watch.Elapsed / (LiveSubscription.Window * 0.9))); // a timer may be a little early
            page.Dispose();
        }
    }

    [Fact]
    public async Task While_it_is_away_nobody_who_publishes_is_told_and_pages_here_are()
    {
        using var page = new Listener(here.Broker, Alice);
        await BreakAsync();
        await here.IsListeningAsync(false);

        here.Broker.Publish(Alice, LiveEvent.Of(LiveEventKind.Created, 1));

        Assert.Equal(LiveEventKind.Created, Assert.Single(await page.HeardAsync()).Kind);
    }

    [Fact]
    public async Task When_it_is_back_everybody_reads_again_and_hears_again()
    {
        await BreakAsync();
        await here.IsListeningAsync(false);
        await there.IsListeningAsync(false);
        using var page = new Listener(there.Broker, Alice);
        here.Broker.Publish(Alice, LiveEvent.Of(LiveEventKind.Created, 1)); // lost

        await MendAsync();

        Assert.Equal(LiveEventKind.Resync, (await page.NextAsync())[0].Kind);
        await here.IsListeningAsync(true);
        here.Broker.Publish(Alice, LiveEvent.Of(LiveEventKind.Created, 2));
        Assert.Contains(await HeardAsync(page, 1), e => e.Ids is [2]);
    }

    protected abstract Task PrepareAsync();

    protected abstract Task ClearAsync();

    /// <summary>One for each replica.</summary>
    protected abstract IBackplane New(string prefix);

    /// <summary>The engine dies; every connection with it.</summary>
    protected abstract Task BreakAsync();

    /// <summary>The engine is back at the same address.</summary>
    protected abstract Task MendAsync();

    // "Read again" may come at any time after a connection; what is asked here is what else is said.
    private static async Task<List<LiveEvent>> HeardAsync(Listener page, int count)
    {
        var heard = new List<LiveEvent>();

        while (heard.Count < count)
        {
            heard.AddRange((await page.NextAsync()).Where(e => e.Kind != LiveEventKind.Resync));
        }

        return heard;
    }
}
