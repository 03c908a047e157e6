using NotifyPortal.Data;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Notifications;

[Rule("4")]
public sealed class ReadingTests : PortalTest
{
    [Fact]
    [Rule("4.1")]
    public async Task The_bell_shows_unread_before_read_each_newest_first()
    {
        var ids = await SendManyAsync(Alice, 4);
        await InboxOf(Alice).MarkSeenAsync(ids[3]);
        await InboxOf(Alice).MarkSeenAsync(ids[0]);

        var shown = await InboxOf(Alice).RecentAsync();

        Assert.Equal([ids[2], ids[1], ids[3], ids[0]], shown.Select(n => n.Id));
    }

    [Fact]
    [Rule("4.1")]
    public async Task The_bell_shows_ten()
    {
        await SendManyAsync(Alice, 12);

        Assert.Equal(10, (await InboxOf(Alice).RecentAsync()).Count);
    }

    [Fact]
    [Rule("4.1")]
    public async Task The_bell_hides_dismissed_ones()
    {
        var ids = await SendManyAsync(Alice, 2);
        await InboxOf(Alice).DismissAsync(ids[1]);

        Assert.Equal([ids[0]], (await InboxOf(Alice).RecentAsync()).Select(n => n.Id));
    }

    [Fact]
    [Rule("4.2")]
    public async Task The_inbox_shows_the_newest_first_25_a_page()
    {
        var ids = await SendManyAsync(Alice, 30);

        var page = (await InboxOf(Alice).ListAsync(new InboxQuery())).Page;

        Assert.Equal(ids.Reverse().Take(25), page.Items.Select(n => n.Id));
        Assert.True(page.HasMore);
        Assert.Null(page.PreviousCursor);
    }

    [Fact]
    [Rule("4.2")]
    public async Task Unread_first_is_another_order_of_the_same_rows()
    {
        var ids = await SendManyAsync(Alice, 3);
        await InboxOf(Alice).MarkSeenAsync(ids[2]);

        Assert.Equal([ids[1], ids[0], ids[2]], await IdsAsync(Alice, new InboxQuery { Order = InboxOrder.UnreadFirst }));
    }

    [Theory]
    [Rule("4.2")]
    [InlineData(InboxStatus.All, DismissedFilter.Exclude, new[] { 0, 1 })]
    [InlineData(InboxStatus.All, DismissedFilter.Only, new[] { 2 })]
    [InlineData(InboxStatus.All, DismissedFilter.Include, new[] { 0, 1, 2 })]
    [InlineData(InboxStatus.Unread, DismissedFilter.Exclude, new[] { 0 })]
    [InlineData(InboxStatus.Unread, DismissedFilter.Only, new int[0])]
    [InlineData(InboxStatus.Unread, DismissedFilter.Include, new[] { 0 })]
    public async Task Filters_show_what_they_say(InboxStatus status, DismissedFilter dismissed, int[] shown)
    {
        var ids = await SendManyAsync(Alice, 3); // unread, seen, dismissed
        await InboxOf(Alice).MarkSeenAsync(ids[1]);
        await InboxOf(Alice).DismissAsync(ids[2]);

        var listing = await InboxOf(Alice).ListAsync(new InboxQuery { Status = status, Dismissed = dismissed });

        Assert.Equal(shown.Select(i => ids[i]), listing.Page.Items.Select(n => n.Id).Order());
        Assert.Equal(shown.Length, listing.Page.Total);
        Assert.Equal(1, listing.UnreadCount);
    }

    [Theory]
    [Rule("4.2")]
    [InlineData("posts", new[] { "posts", "posts.likes" })]
    [InlineData("posts.likes", new[] { "posts.likes" })]
    [InlineData("post", new string[0])]
    [InlineData("POSTS", new string[0])]
    [InlineData("p%", new string[0])]
    [InlineData("posts.comments", new string[0])]
    public async Task A_type_brings_its_sub_types_and_no_other(string type, string[] shown)
    {
        foreach (var sent in new[] { "posts", "posts.likes", "postscript", "Posts.Likes", "system" })
        {
            await SendAsync(Alice, type: sent);
        }

        var listing = await InboxOf(Alice).ListAsync(new InboxQuery { Type = type });

        Assert.Equal(shown, listing.Page.Items.Select(n => n.Type!).Order());
    }

    [Fact]
    [Rule("P12")]
    [Rule("4")]
    public async Task Anothers_notification_and_a_missing_one_look_the_same()
    {
        var bobs = await SendAsync(Bob);

        Assert.Null(await InboxOf(Alice).FindAsync(bobs));
        Assert.Null(await InboxOf(Alice).FindAsync(long.MaxValue));
    }

    [Fact]
    [Rule("4")]
    public async Task Nobody_reads_anothers_rows()
    {
        await SendManyAsync(Bob, 2);

        Assert.Empty(await IdsAsync(Alice, new InboxQuery { Dismissed = DismissedFilter.Include }));
        Assert.Empty(await InboxOf(Alice).RecentAsync());
        Assert.Equal(0, await InboxOf(Alice).CountUnreadAsync());
        Assert.Equal(new InboxCounts(0, 0, 0), await InboxOf(Alice).CountAsync());
    }

    [Fact]
    [Rule("1.5")]
    public async Task Unread_is_counted_by_type()
    {
        await SendAsync(Alice, type: "posts");
        await SendAsync(Alice, type: "posts");
        await SendAsync(Alice);
        await InboxOf(Alice).MarkSeenAsync(await SendAsync(Alice, type: "system"));

        var counts = await InboxOf(Alice).CountUnreadByTypeAsync();

        Assert.Equal([("", 1), ("posts", 2)], counts.Select(c => (c.Key, c.Value)).Order());
    }

    [Fact]
    [Rule("4.6")]
    public async Task Every_page_carries_the_watermark_of_page_one()
    {
        var ids = await SendManyAsync(Alice, 5);
        var first = (await InboxOf(Alice).ListAsync(new InboxQuery { Limit = 2 })).Page;
        await SendAsync(Alice, "Later");

        var second = await PageAsync(first.NextCursor);
        var third = await PageAsync(second.NextCursor);
        var back = await PageAsync(third.PreviousCursor);

        Assert.Equal([ids[^1], ids[^1], ids[^1], ids[^1]], new[] { first, second, third, back }.Select(p => p.Watermark));
    }

    [Fact]
    [Rule("4.6")]
    public async Task A_cursor_stays_valid_when_its_row_is_gone()
    {
        var ids = await SendManyAsync(Alice, 4);
        var first = (await InboxOf(Alice).ListAsync(new InboxQuery { Limit = 2 })).Page;
        await InboxOf(Alice).DismissAsync(ids[2]);

        Assert.Equal([ids[1], ids[0]], (await PageAsync(first.NextCursor)).Items.Select(n => n.Id));
    }

    [Fact]
    [Rule("4.6")]
    public async Task An_empty_page_leads_back_to_the_last_one_with_rows()
    {
        var ids = await SendManyAsync(Alice, 3);
        var first = (await InboxOf(Alice).ListAsync(new InboxQuery { Limit = 2 })).Page;
        await InboxOf(Alice).DismissAsync(ids[0]);

        var empty = await PageAsync(first.NextCursor);

        Assert.Empty(empty.Items);
        Assert.Equal([ids[2], ids[1]], (await PageAsync(empty.PreviousCursor)).Items.Select(n => n.Id));
    }

    [Fact]
    [Rule("4.2")]
    public async Task A_page_takes_as_many_statements_wherever_it_stands()
    {
        await SendManyAsync(Alice, 9);
        var first = (await InboxOf(Alice).ListAsync(new InboxQuery { Limit = 3 })).Page;

        using var count = new StatementCount();
        await PageAsync(first.NextCursor);

        Assert.InRange(count.Statements.Count, 1, 4);
    }

    [Fact]
    [Rule("4.1")]
    public async Task The_bell_never_shows_a_row_twice_while_it_changes()
    {
        var id = await SendAsync(Alice);
        using var stop = new CancellationTokenSource();
        var toggling = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await InboxOf(Alice).MarkSeenAsync(id);
                await InboxOf(Alice).MarkUnseenAsync(id);
            }
        });

        for (var i = 0; i < 300; i++)
        {
            Assert.InRange((await InboxOf(Alice).RecentAsync()).Count, 0, 1);
        }

        await stop.CancelAsync();
        await toggling;
    }

    private async Task<Page<NotificationView>> PageAsync(string? cursor)
    {
        Assert.True(PageCursor.TryParse(cursor, out var at));

        return (await InboxOf(Alice).ListAsync(new InboxQuery { Limit = 2, Cursor = at })).Page;
    }
}
