using NotifyPortal.Accounts;
using NotifyPortal.Live;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Notifications;

[Rule("5")]
public sealed class UndoTests : PortalTest
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData("seen", LiveEventKind.Updated)]
    [InlineData("unseen", LiveEventKind.Seen)]
    [InlineData("dismiss", LiveEventKind.Restored)]
    [InlineData("restore", LiveEventKind.Dismissed)]
    public async Task Each_change_can_be_taken_back_exactly(string operation, LiveEventKind told)
    {
        var id = await ReadyForAsync(operation);
        var before = await InboxOf(Alice).FindAsync(id);
        Clock.Advance(Second);
        var token = await ChangeAsync(operation, id);
        using var page = Listen(Alice);

        Assert.Equal(1, await InboxOf(Alice).UndoAsync(token));

        Assert.Equal(before, await InboxOf(Alice).FindAsync(id));
        var heard = Assert.Single(await page.HeardAsync());
        Assert.Equal((told, id), (heard.Kind, heard.Ids[0]));
    }

    [Fact]
    public async Task A_bulk_change_is_taken_back_row_by_row()
    {
        var ids = await SendManyAsync(Alice, 3);
        await InboxOf(Alice).MarkSeenAsync(ids[0]);
        await InboxOf(Alice).DismissAsync(ids[1]);
        var before = (await InboxOf(Alice).ListAsync(new InboxQuery { Dismissed = DismissedFilter.Include })).Page.Items;
        var token = (await InboxOf(Alice).DismissAllAsync(BulkSelection.All())).UndoToken!.Value;
        using var page = Listen(Alice);

        Assert.Equal(2, await InboxOf(Alice).UndoAsync(token));

        Assert.Equal(before, (await InboxOf(Alice).ListAsync(new InboxQuery { Dismissed = DismissedFilter.Include })).Page.Items);
        Assert.Equal(LiveEventKind.Bulk, Assert.Single(await page.HeardAsync()).Kind);
    }

    [Fact]
    public async Task Undo_is_one_statement_and_one_that_draws_its_number()
    {
        await SendManyAsync(Alice, 30);
        var token = (await InboxOf(Alice).MarkAllSeenAsync(BulkSelection.All())).UndoToken!.Value;

        using var count = new StatementCount();
        await InboxOf(Alice).UndoAsync(token);

        Assert.Equal(2, count.Writes);
    }

    [Fact]
    public async Task Rows_that_changed_since_are_left_alone()
    {
        var ids = await SendManyAsync(Alice, 2);
        var token = (await InboxOf(Alice).MarkAllSeenAsync(BulkSelection.All())).UndoToken!.Value;
        await InboxOf(Alice).DismissAsync(ids[0]);

        Assert.Equal(1, await InboxOf(Alice).UndoAsync(token));

        Assert.NotNull((await InboxOf(Alice).FindAsync(ids[0]))!.DismissedAt);
        Assert.True((await InboxOf(Alice).FindAsync(ids[1]))!.Unread);
    }

    [Fact]
    public async Task A_second_undo_finds_nothing_left_and_tells_nobody()
    {
        var token = await ChangeAsync("dismiss", await SendAsync(Alice));
        await InboxOf(Alice).UndoAsync(token);
        using var page = Listen(Alice);

        Assert.Equal(0, await InboxOf(Alice).UndoAsync(token));
        Assert.Empty(await page.HeardAsync());
    }

    [Fact]
    public async Task After_ten_seconds_it_is_too_late()
    {
        var (first, second) = (await SendAsync(Alice), await SendAsync(Alice));
        var inTime = await ChangeAsync("dismiss", first);
        Clock.Advance(10 * Second);
        Assert.Equal(1, await InboxOf(Alice).UndoAsync(inTime));

        var late = await ChangeAsync("dismiss", second);
        Clock.Advance((10 * Second) + TimeSpan.FromMilliseconds(1));
        Assert.Null(await InboxOf(Alice).UndoAsync(late));
        Assert.NotNull((await InboxOf(Alice).FindAsync(second))!.DismissedAt);
    }

    [Fact]
    public async Task Nobody_takes_back_anothers_change()
    {
        var id = await SendAsync(Alice);
        var token = await ChangeAsync("dismiss", id);

        Assert.Null(await InboxOf(Bob).UndoAsync(token));
        Assert.NotNull((await InboxOf(Alice).FindAsync(id))!.DismissedAt);
    }

    [Fact]
    public async Task What_changes_nothing_has_nothing_to_take_back()
    {
        var id = await SendAsync(Alice);
        await InboxOf(Alice).MarkSeenAsync(id);

        Assert.Null((await InboxOf(Alice).MarkSeenAsync(id))!.UndoToken);
        Assert.Null((await InboxOf(Alice).MarkAllSeenAsync(BulkSelection.All())).UndoToken);
    }

    [Fact]
    public async Task A_repeat_keeps_the_first_change_undoable()
    {
        var id = await SendAsync(Alice);
        var token = await ChangeAsync("dismiss", id);
        await InboxOf(Alice).DismissAsync(id);

        Assert.Equal(1, await InboxOf(Alice).UndoAsync(token));
    }

    [Fact]
    public async Task A_dismissal_draws_a_change_number_and_so_does_one_that_undo_brings_back()
    {
        var id = await SendAsync(Alice);
        var dismissed = await ChangeAsync("dismiss", id);
        var restored = await ChangeAsync("restore", id);
        await InboxOf(Alice).UndoAsync(restored);

        var number = (await QueryAsync(async db => await db.FindAsync<Notification>(id)))!.Operation;

        Assert.True(number > restored && restored > dismissed && dismissed > id);
        Assert.True(await SendAsync(Alice) > number, "one sequence for all");
    }

    [Fact]
    public async Task Past_operations_are_swept()
    {
        for (var i = 0; i < 3; i++)
        {
            await ChangeAsync("dismiss", await SendAsync(Alice));
            Clock.Advance(11 * Second);
        }

        Assert.Equal(1, await QueryAsync(db => Task.FromResult(db.Set<Operation>().Count())));
    }

    private async Task<long> ReadyForAsync(string operation)
    {
        var id = await SendAsync(Alice);

        if (operation is "unseen" or "restore")
        {
            await ChangeAsync(operation == "unseen" ? "seen" : "dismiss", id);
        }

        return id;
    }

    private async Task<long> ChangeAsync(string operation, long id) => (operation switch
    {
        "seen" => await InboxOf(Alice).MarkSeenAsync(id),
        "unseen" => await InboxOf(Alice).MarkUnseenAsync(id),
        "dismiss" => (await InboxOf(Alice).DismissAsync(id)).Item,
        _ => await InboxOf(Alice).RestoreAsync(id),
    })!.UndoToken!.Value;
}
