using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Notifications.Stream;

/// <summary>What a stream begins with.</summary>
[Rule("6")]
public sealed class ReplayTests(ApiPortal portal) : StreamTest(portal)
{
    [Fact]
    public async Task Unread_rows_come_oldest_first_without_an_id_then_the_mark_with_one()
    {
        var (first, second, seen) = (await SendAsync("a"), await SendAsync("b"), await SendAsync("c"));
        await Inbox.MarkSeenAsync(seen);
        await TickAsync();

        var stream = await OpenAsync();
        var replay = await stream.BeforeSyncAsync();

        Assert.Equal([$"new {first}", $"new {second}"], Said(replay));
        Assert.All(replay, e => Assert.Null(e.Id));
        Assert.NotNull(stream.LastEventId);
    }

    [Fact]
    public async Task An_empty_stream_is_a_mark_alone_and_goes_on()
    {
        var stream = await OpenAsync();

        Assert.Equal(("sync", ""), await stream.NextAsync() is var sync ? (sync.Name, sync.Data) : default);
        Assert.NotNull(stream.LastEventId);
        var id = await SendAsync();
        Assert.Equal($"new {id}", (await stream.NextAsync()).ToString());
    }

    [Fact]
    public async Task The_newest_hundred_unread_are_replayed_and_resync_says_that_there_are_more()
    {
        for (var i = 0; i < 103; i++)
        {
            await SendAsync();
        }

        var replay = await (await OpenAsync()).BeforeSyncAsync();

        Assert.Equal("resync", replay[0].Name);
        Assert.Equal(100, replay.Skip(1).Count(e => e.Type == "generic"));
        Assert.Equal(replay.Skip(1).Select(e => e.Number).Order(), replay.Skip(1).Select(e => e.Number));
        Assert.Equal((await Inbox.ListAsync(new InboxQuery { Limit = 1 })).Page.Items[0].Id, replay[^1].Number);
    }

    [Fact]
    public async Task Since_brings_timeseries_and_dismissals_strictly_after_it()
    {
        var (old, dismissedOld) = (await TickAsync("old"), await SendAsync());
        await Inbox.DismissAsync(dismissedOld);
        var since = Portal.Clock.GetUtcNow();
        Portal.Clock.Advance(TimeSpan.FromMicroseconds(1));
        var (tick, dismissed) = (await TickAsync("new"), await SendAsync());
        await Inbox.DismissAsync(dismissed);

        var exactly = await (await OpenAsync(Seconds(since))).BeforeSyncAsync();
        var fraction = await (await OpenAsync(Seconds(since) + "9")).BeforeSyncAsync();
        var before = await (await OpenAsync(Seconds(since.AddMicroseconds(-1)))).BeforeSyncAsync();
        var after = await (await OpenAsync(Seconds(since.AddMicroseconds(1)))).BeforeSyncAsync();

        Assert.Equal([$"new {tick}", $"dismissed {dismissed}"], Said(exactly));
        Assert.Equal(Said(exactly), Said(fraction));
        Assert.Equal([$"new {old}", $"dismissed {dismissedOld}", $"new {tick}", $"dismissed {dismissed}"], Said(before));
        Assert.Empty(after);
        Assert.All(exactly, e => Assert.NotNull(e.Id));
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("-1")]
    [InlineData("1e9")]
    [InlineData("NaN")]
    [InlineData("1773144000,5")]
    [InlineData("999999999999")]
    [InlineData("1&since=2")]
    public async Task A_since_that_is_no_time_is_refused(string since) =>
        Assert.Equal(["since"], await Key.GetAsync($"/notifications/stream?since={since}").FaultsAsync());

    [Fact]
    public async Task A_cursor_brings_what_came_after_it()
    {
        var known = await SendAsync();
        var stream = await LiveAsync();
        var cursor = stream.LastEventId;
        var (tick, gone) = (await TickAsync(), await SendAsync());
        await Inbox.DismissAsync(gone);
        await SendAsync(new NotificationDraft { Title = "1", Group = "g" });
        var replaced = (await Inbox.ListAsync(new InboxQuery())).Page.Items[0].Id;
        var newest = await SendAsync(new NotificationDraft { Title = "2", Group = "g" });

        var resumed = await OpenAsync(lastEventId: cursor);
        var missed = await resumed.BeforeSyncAsync();

        Assert.Equal([$"new {known}", $"new {newest}", $"new {tick}", $"dismissed {gone}", $"dismissed {replaced}"], Said(missed));
        Assert.Equal([false, false, true, true, true], missed.Select(e => e.Id is not null));
        Assert.Equal([$"new {known}", $"new {newest}"], Said(await (await OpenAsync(lastEventId: resumed.LastEventId)).BeforeSyncAsync()));
    }

    [Fact]
    public async Task With_both_since_governs_timeseries_and_the_cursor_dismissals()
    {
        var before = Seconds(Portal.Clock.GetUtcNow().AddSeconds(-1));
        var (tick, gone) = (await TickAsync(), await SendAsync());
        await Inbox.DismissAsync(gone);
        var cursor = (await LiveAsync()).LastEventId;
        var later = await SendAsync();
        await Inbox.DismissAsync(later);

        var missed = await (await OpenAsync(before, cursor)).BeforeSyncAsync();

        Assert.Equal([$"new {tick}", $"dismissed {later}"], Said(missed));
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("0:0::")]
    [InlineData("-1")]
    [InlineData("999999999999999999999")]
    [InlineData("12345:1773144000::5")]
    public async Task A_cursor_that_says_nothing_here_gets_resync_first_and_never_an_error(string cursor)
    {
        var id = await SendAsync();

        var opening = await (await OpenAsync(lastEventId: cursor)).BeforeSyncAsync();

        Assert.Equal(["resync", $"new {id}"], Said(opening));
        Assert.Equal(("", null), (opening[0].Data, opening[0].Id));
    }

    [Fact]
    public async Task A_cursor_of_the_future_gets_resync()
    {
        var cursor = (await LiveAsync()).LastEventId!;

        Assert.Equal(["resync"], Said(await (await OpenAsync(lastEventId: cursor[..(cursor.LastIndexOf(':') + 1)] + "999999999")).BeforeSyncAsync()));
    }

    [Fact]
    public async Task More_than_a_hundred_dismissals_after_the_cursor_get_resync()
    {
        var cursor = (await LiveAsync()).LastEventId;

        for (var i = 0; i < 101; i++)
        {
            await SendAsync();
        }

        await Inbox.DismissAllAsync(BulkSelection.All());

        Assert.Equal(["resync"], Said(await (await OpenAsync(lastEventId: cursor)).BeforeSyncAsync()));
    }

    [Fact]
    public async Task More_than_a_hundred_unread_before_the_cursor_are_known_and_need_no_resync()
    {
        for (var i = 0; i < 103; i++)
        {
            await SendAsync();
        }

        var cursor = (await LiveAsync()).LastEventId;
        var newest = await SendAsync();

        var replay = await (await OpenAsync(lastEventId: cursor)).BeforeSyncAsync();

        Assert.Equal((100, newest), (replay.Count, replay[^1].Number));
    }

    [Fact]
    public async Task A_long_series_comes_whole()
    {
        var since = Seconds(Portal.Clock.GetUtcNow().AddSeconds(-1));
        var ids = new List<long>();

        for (var i = 0; i < 130; i++)
        {
            ids.Add(await TickAsync());
        }

        Assert.Equal(ids, (await (await OpenAsync(since)).BeforeSyncAsync()).Select(e => e.Number));
    }
}
