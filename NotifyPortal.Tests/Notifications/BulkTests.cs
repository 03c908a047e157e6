using NotifyPortal.Live;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Notifications;

[Rule("5")]
public sealed class BulkTests : PortalTest
{
    [Fact]
    public async Task Marking_all_seen_counts_what_was_unread_and_then_nothing()
    {
        var ids = await SendManyAsync(Alice, 3);
        await InboxOf(Alice).MarkSeenAsync(ids[0]);

        Assert.Equal(2, (await InboxOf(Alice).MarkAllSeenAsync(BulkSelection.All())).Count);
        Assert.Equal(0, (await InboxOf(Alice).MarkAllSeenAsync(BulkSelection.All())).Count);
    }

    [Fact]
    public async Task Dismissing_all_takes_seen_and_unseen_ones()
    {
        var ids = await SendManyAsync(Alice, 3);
        await InboxOf(Alice).MarkSeenAsync(ids[0]);

        Assert.Equal(3, (await InboxOf(Alice).DismissAllAsync(BulkSelection.All())).Count);
        Assert.Empty(await IdsAsync(Alice));
    }

    [Fact]
    public async Task Dismissing_all_keeps_the_times_rows_were_seen()
    {
        var id = await SendAsync(Alice);
        var seen = await InboxOf(Alice).MarkSeenAsync(id);
        Clock.Advance(TimeSpan.FromMinutes(1));

        await InboxOf(Alice).DismissAllAsync(BulkSelection.All());

        Assert.Equal(seen!.SeenAt, (await InboxOf(Alice).FindAsync(id))!.SeenAt);
    }

    [Theory]
    [Rule("4.6")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_arrived_after_the_page_was_read_is_not_touched(bool dismiss)
    {
        await SendManyAsync(Alice, 2);
        var page = (await InboxOf(Alice).ListAsync(new InboxQuery())).Page;
        var later = await SendAsync(Alice, "Later");

        Assert.Equal(2, await ChangeAsync(dismiss, BulkSelection.Through(page.Watermark)));
        Assert.True((await InboxOf(Alice).FindAsync(later))!.Unread);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Named_ids_and_no_others_change(bool dismiss)
    {
        var ids = await SendManyAsync(Alice, 3);

        Assert.Equal(1, await ChangeAsync(dismiss, BulkSelection.Of([ids[1], long.MaxValue])));
        Assert.True((await InboxOf(Alice).FindAsync(ids[0]))!.Unread);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_type_brings_its_sub_types(bool dismiss)
    {
        await SendAsync(Alice, type: "posts");
        await SendAsync(Alice, type: "posts.likes");
        await SendAsync(Alice, type: "system");

        Assert.Equal(2, await ChangeAsync(dismiss, BulkSelection.Through(long.MaxValue, "posts")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nobody_changes_anothers_rows(bool dismiss)
    {
        var bobs = await SendAsync(Bob);

        Assert.Equal(0, await ChangeAsync(dismiss, BulkSelection.Of([bobs])));
        Assert.Equal(0, await ChangeAsync(dismiss, BulkSelection.All()));
        Assert.True((await InboxOf(Bob).FindAsync(bobs))!.Unread);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_bulk_change_is_one_signal(bool dismiss)
    {
        await SendManyAsync(Alice, 5);
        using var page = Listen(Alice);

        await ChangeAsync(dismiss, BulkSelection.All());

        Assert.Equal(LiveEventKind.Bulk, Assert.Single(await page.HeardAsync()).Kind);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Other_users_hear_nothing(bool dismiss)
    {
        await SendManyAsync(Alice, 5);
        using var page = Listen(Bob);

        await ChangeAsync(dismiss, BulkSelection.All());

        Assert.Empty(await page.HeardAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_bulk_of_none_tells_nobody(bool dismiss)
    {
        using var page = Listen(Alice);

        await ChangeAsync(dismiss, BulkSelection.All());

        Assert.Empty(await page.HeardAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_bulk_change_is_one_statement_and_one_that_notes_it_however_many_rows(bool dismiss)
    {
        await SendManyAsync(Alice, 40);

        using var count = new StatementCount();
        await ChangeAsync(dismiss, BulkSelection.All());

        Assert.Equal(2, count.Writes);
    }

    private async Task<int> ChangeAsync(bool dismiss, BulkSelection selection) =>
        (await (dismiss ? InboxOf(Alice).DismissAllAsync(selection) : InboxOf(Alice).MarkAllSeenAsync(selection))).Count;
}
