using NotifyPortal.Accounts;
using NotifyPortal.Live;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Notifications;

[Rule("5")]
public sealed class StateTests : PortalTest
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Marking_seen_notes_the_time_and_takes_it_off_the_badge()
    {
        var id = await SendAsync(Alice);
        Clock.Advance(Minute);

        var shown = await InboxOf(Alice).MarkSeenAsync(id);

        Assert.Equal(Clock.GetUtcNow(), shown!.SeenAt);
        Assert.Equal(0, await InboxOf(Alice).CountUnreadAsync());
    }

    [Fact]
    public async Task Marking_seen_again_keeps_the_first_time()
    {
        var id = await SendAsync(Alice);
        var first = await InboxOf(Alice).MarkSeenAsync(id);
        Clock.Advance(Minute);

        Assert.Equal(first!.SeenAt, (await InboxOf(Alice).MarkSeenAsync(id))!.SeenAt);
    }

    [Fact]
    public async Task Marking_unseen_brings_it_back_to_the_badge()
    {
        var id = await SendAsync(Alice);
        await InboxOf(Alice).MarkSeenAsync(id);

        Assert.Null((await InboxOf(Alice).MarkUnseenAsync(id))!.SeenAt);
        Assert.Equal(1, await InboxOf(Alice).CountUnreadAsync());
    }

    [Fact]
    public async Task A_dismissed_one_cannot_be_marked_unseen()
    {
        var id = await SendAsync(Alice);
        await InboxOf(Alice).DismissAsync(id);

        Assert.NotNull((await InboxOf(Alice).MarkUnseenAsync(id))!.SeenAt);
    }

    [Fact]
    public async Task Dismissed_notifications_leave_the_inbox()
    {
        await InboxOf(Alice).DismissAsync(await SendAsync(Alice));

        Assert.Empty(await IdsAsync(Alice));
    }

    [Fact]
    public async Task What_is_dismissed_is_seen()
    {
        var (outcome, shown) = await InboxOf(Alice).DismissAsync(await SendAsync(Alice));

        Assert.Equal(DismissOutcome.Dismissed, outcome);
        Assert.Equal((Clock.GetUtcNow(), Clock.GetUtcNow()), (shown!.DismissedAt, shown.SeenAt));
    }

    [Fact]
    public async Task Dismissing_keeps_the_time_it_was_seen()
    {
        var id = await SendAsync(Alice);
        var seen = await InboxOf(Alice).MarkSeenAsync(id);
        Clock.Advance(Minute);

        Assert.Equal(seen!.SeenAt, (await InboxOf(Alice).DismissAsync(id)).Item!.SeenAt);
    }

    [Fact]
    public async Task Dismissing_again_keeps_the_first_time()
    {
        var id = await SendAsync(Alice);
        var first = await InboxOf(Alice).DismissAsync(id);
        Clock.Advance(Minute);

        Assert.Equal(first.Item!.DismissedAt, (await InboxOf(Alice).DismissAsync(id)).Item!.DismissedAt);
    }

    [Fact]
    public async Task A_restored_one_comes_back_as_read()
    {
        var id = await SendAsync(Alice);
        var dismissed = await InboxOf(Alice).DismissAsync(id);
        Clock.Advance(Minute);

        var restored = await InboxOf(Alice).RestoreAsync(id);

        Assert.Equal((null, dismissed.Item!.SeenAt), (restored!.DismissedAt, restored.SeenAt));
        Assert.Equal([id], await IdsAsync(Alice));
    }

    [Theory]
    [InlineData("seen", LiveEventKind.Seen)]
    [InlineData("unseen", LiveEventKind.Updated)]
    [InlineData("dismiss", LiveEventKind.Dismissed)]
    [InlineData("restore", LiveEventKind.Restored)]
    public async Task Each_change_is_told_once_to_all_pages_of_its_owner_and_to_admins(string operation, LiveEventKind kind)
    {
        var id = await ReadyForAsync(operation);
        using var page = Listen(Alice);
        using var admin = new Listener(App.Get<NotificationBroker>(), LiveTopic.Admins);

        await ChangeAsync(Alice, operation, id);

        var heard = Assert.Single(await page.HeardAsync());
        Assert.Equal(kind, heard.Kind);
        Assert.Equal([id], heard.Ids);
        Assert.Equal(kind, Assert.Single(await admin.HeardAsync()).Kind);
    }

    [Theory]
    [InlineData("seen")]
    [InlineData("unseen")]
    [InlineData("dismiss")]
    [InlineData("restore")]
    public async Task Other_users_hear_nothing(string operation)
    {
        var id = await ReadyForAsync(operation);
        using var page = Listen(Bob);

        await ChangeAsync(Alice, operation, id);

        Assert.Empty(await page.HeardAsync());
    }

    [Theory]
    [InlineData("seen")]
    [InlineData("unseen")]
    [InlineData("dismiss")]
    [InlineData("restore")]
    public async Task What_changes_nothing_tells_nobody(string operation)
    {
        var id = await ReadyForAsync(operation);
        await ChangeAsync(Alice, operation, id);
        using var page = Listen(Alice);

        await ChangeAsync(Alice, operation, id);

        Assert.Empty(await page.HeardAsync());
    }

    [Theory]
    [InlineData("seen")]
    [InlineData("unseen")]
    [InlineData("dismiss")]
    [InlineData("restore")]
    public async Task Nobody_changes_anothers(string operation)
    {
        var id = await ReadyForAsync(operation);
        var before = await InboxOf(Alice).FindAsync(id);
        using var page = Listen(Alice);

        Assert.Null(await ChangeAsync(Bob, operation, id));

        Assert.Equal(before, await InboxOf(Alice).FindAsync(id));
        Assert.Empty(await page.HeardAsync());
    }

    [Theory]
    [InlineData("seen")]
    [InlineData("unseen")]
    [InlineData("dismiss")]
    [InlineData("restore")]
    public async Task Each_change_is_one_statement_and_one_that_notes_it(string operation)
    {
        var id = await ReadyForAsync(operation);

        using var count = new StatementCount();
        await ChangeAsync(Alice, operation, id);

        Assert.Equal(2, count.Writes);
    }

    [Fact]
    public async Task Racing_tabs_tell_of_one_change()
    {
        var id = await SendAsync(Alice);
        using var page = Listen(Alice);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => InboxOf(Alice).DismissAsync(id))));

        Assert.Single(await page.HeardAsync());
    }

    private async Task<long> ReadyForAsync(string operation)
    {
        var id = await SendAsync(Alice);

        if (operation == "unseen")
        {
            await InboxOf(Alice).MarkSeenAsync(id);
        }
        else if (operation == "restore")
        {
            await InboxOf(Alice).DismissAsync(id);
        }

        return id;
    }

    private async Task<NotificationView?> ChangeAsync(PortalUser user, string operation, long id) => operation switch
    {
        "seen" => await InboxOf(user).MarkSeenAsync(id),
        "unseen" => await InboxOf(user).MarkUnseenAsync(id),
        "dismiss" => (await InboxOf(user).DismissAsync(id)).Item,
        _ => await InboxOf(user).RestoreAsync(id),
    };
}
