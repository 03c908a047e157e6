using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Notifications.Stream;

/// <summary>What an open stream is told, and in which order.</summary>
[Rule("5")]
public sealed class LiveStreamTests(ApiPortal portal) : StreamTest(portal)
{
    [Fact]
    public async Task Each_change_of_state_is_told_in_its_own_word()
    {
        var stream = await LiveAsync();
        var id = await SendAsync();
        await HearsAsync(stream, $"new {id}");

        await Inbox.MarkSeenAsync(id);
        Assert.Equal($$"""{"ids":["{{id}}"],"seenAt":"{{Portal.Clock.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}}","dismissedAt":null}""", await StateAsync(stream));

        await Inbox.MarkUnseenAsync(id);
        await HearsAsync(stream, $"updated {id}", "state");

        var dismissal = await Inbox.DismissAsync(id);
        await HearsAsync(stream, $"dismissed {id}");

        await Inbox.UndoAsync(dismissal.Item!.UndoToken!.Value);
        await HearsAsync(stream, $"updated {id}", "state");

        await Inbox.DismissAsync(id);
        await Inbox.RestoreAsync(id);
        var told = await stream.BeforeAsync(e => e.Name == "state");
        Assert.Equal($"updated {id}", told[^1].ToString());
        Assert.All(told.SkipLast(1), e => Assert.Equal($"dismissed {id}", e.ToString()));
    }

    [Fact]
    public async Task What_changes_nothing_is_not_told()
    {
        var id = await SendAsync();
        await Inbox.MarkSeenAsync(id);
        await Inbox.DismissAsync(id);
        var stream = await LiveAsync();

        await Inbox.MarkSeenAsync(id);
        await Inbox.DismissAsync(id);
        await Inbox.MarkAllSeenAsync(BulkSelection.All());
        var mark = await SendAsync();

        await HearsAsync(stream, $"new {mark}");
    }

    [Fact]
    [Rule("3.4")]
    public async Task A_fold_is_an_update_of_the_same_row()
    {
        var stream = await LiveAsync();
        var id = await SendAsync(new NotificationDraft { Title = "1", CollapseKey = "k" });
        await HearsAsync(stream, $"new {id}");
        Portal.Clock.Advance(TimeSpan.FromSeconds(1));

        await SendAsync(new NotificationDraft { Title = "2", CollapseKey = "k" });

        var fold = await stream.NextAsync();
        Assert.Equal(($"updated {id}", "2"), (fold.ToString(), fold.Title));
        Assert.Equal(decimal.Parse(Seconds(Portal.Clock.GetUtcNow()), System.Globalization.CultureInfo.InvariantCulture), fold.Json.GetProperty("created_at").GetDecimal());
    }

    [Fact]
    [Rule("3.5")]
    public async Task A_group_s_older_row_leaves_before_the_newer_one_comes()
    {
        var old = await SendAsync(new NotificationDraft { Title = "1", Group = "g" });
        var stream = await LiveAsync();

        var id = await SendAsync(new NotificationDraft { Title = "2", Group = "g" });

        var told = new[] { await stream.NextAsync(), await stream.NextAsync() };
        Assert.Equal([$"dismissed {old}", $"new {id}"], Said(told));
        Assert.Equal("g", told[1].Json.Text("group"));
    }

    [Fact]
    [Rule("3.7")]
    public async Task An_edit_changes_it_in_place_and_a_retraction_takes_it_away()
    {
        var result = await Notifications.SendAsync(Audience.Of(Me.Id), new NotificationDraft { Title = "Tpyo" });
        var id = result.Outcomes[0].NotificationId!.Value;
        var stream = await LiveAsync();

        await Notifications.EditAsync(SenderRef.Portal, result.MessageId!.Value, new MessageEdit { Title = "Typo" });
        var edit = await stream.NextAsync();
        await Notifications.RetractAsync(SenderRef.Portal, result.MessageId!.Value);

        Assert.Equal(($"updated {id}", "Typo"), (edit.ToString(), edit.Title));
        await HearsAsync(stream, $"dismissed {id}");
    }

    [Fact]
    [Rule("3.6")]
    public async Task What_is_resolved_leaves()
    {
        var id = await SendAsync(new NotificationDraft { Title = "1", CollapseKey = "k" });
        var stream = await LiveAsync();

        await Notifications.ResolveAsync(SenderRef.Portal, collapseKey: "k", recipient: Me.Id);

        await HearsAsync(stream, $"dismissed {id}");
    }

    [Fact]
    public async Task A_bulk_of_up_to_a_hundred_is_told_row_by_row_and_no_break_within_it_loses_one()
    {
        for (var i = 0; i < 100; i++)
        {
            await SendAsync();
        }

        var stream = await LiveAsync();
        var before = stream.LastEventId;

        await Inbox.DismissAllAsync(BulkSelection.All());

        var told = new List<StreamEvent>();

        while (told.Count < 100)
        {
            told.Add(await stream.NextAsync());
        }

        Assert.All(told, e => Assert.Equal("dismissed", e.Type));
        Assert.Equal(100, told.Select(e => e.Number).Distinct().Count());
        Assert.NotEqual(before, told[^1].Id);
        Assert.Equal(100, (await (await OpenAsync(lastEventId: told[^2].Id)).BeforeSyncAsync()).Count);
        Assert.Empty(await (await OpenAsync(lastEventId: told[^1].Id)).BeforeSyncAsync());
    }

    [Fact]
    public async Task More_than_a_hundred_at_once_end_the_stream_with_resync()
    {
        for (var i = 0; i < 101; i++)
        {
            await SendAsync();
        }

        var stream = await LiveAsync();

        await Inbox.MarkAllSeenAsync(BulkSelection.All());

        await HearsAsync(stream, "disconnecting resync");
        await stream.Ended.WaitAsync(Until.Deadline);
    }

    [Fact]
    public async Task Many_new_ones_at_once_are_all_told_in_order()
    {
        var stream = await LiveAsync();
        var sent = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => SendAsync()));

        var told = new List<long>();

        while (told.Count < 300)
        {
            told.Add((await stream.NextAsync()).Number);
        }

        Assert.Equal(sent.Order(), told);
    }

    [Fact]
    public async Task The_unread_are_told_as_they_are_counted()
    {
        var (session, client) = await BrowserAsync(signedIn: true);
        await SendAsync();
        var stream = await LiveAsync(client: client);
        await UnreadAsync(stream, 1);

        for (var n = 2; n < 5; n++)
        {
            await TickAsync();
            await Notifications.SendAsync(new Audience { Session = session }, new NotificationDraft { Title = "This browser's" });
            var id = await SendAsync();
            var told = await stream.BeforeAsync(e => e.ToString() == $"new {id}", all: true);
            Assert.DoesNotContain(told, e => e.Name == "unread"); // neither of the others is one
            Assert.Equal($$"""{"count":{{n}}}""", (await NextUnreadAsync(stream)).Data);
        }

        await Inbox.MarkAllSeenAsync(BulkSelection.All());
        await UnreadAsync(stream, 0);
        await SendAsync(new NotificationDraft { Title = "1", CollapseKey = "k" });
        await UnreadAsync(stream, 1);
        await SendAsync(new NotificationDraft { Title = "2", CollapseKey = "k" });
        await SendAsync();
        await UnreadAsync(stream, 2);
        client.Dispose();
    }

    private static async Task UnreadAsync(EventStream stream, int count)
    {
        while ((await NextUnreadAsync(stream)).Json.GetProperty("count").GetInt32() != count)
        {
            // of several signals less may have been said
        }
    }

    private static async Task<StreamEvent> NextUnreadAsync(EventStream stream)
    {
        while (true)
        {
            if (await stream.NextAsync(all: true) is { Name: "unread" } next)
            {
                return next;
            }
        }
    }

    private static async Task<string> StateAsync(EventStream stream)
    {
        var state = await stream.NextAsync();
        Assert.Equal(("state", null), (state.Name, state.Id));

        return state.Data;
    }
}
