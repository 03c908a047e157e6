using Microsoft.EntityFrameworkCore;
using NotifyPortal.Accounts;
using NotifyPortal.Activities;
using NotifyPortal.Admin;
using NotifyPortal.Api.Idempotency;
using NotifyPortal.Data;
using NotifyPortal.Notifications;
using NotifyPortal.Notifications.Preferences;
using NotifyPortal.Notifications.Retention;
using NotifyPortal.Notifications.Scheduling;
using NotifyPortal.Notifications.Stream;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Data;

/// <summary>What pages, API, streams and jobs ask of the store, as they really ask it: nothing walks through a table that grows, and nothing sorts one. See <see cref="PostgresPlanTests"/>.</summary>
[Trait(TestDatabase.Trait, TestDatabase.Sqlite)]
public sealed class QueryPlanTests : PortalTest
{
    private Inbox Inbox => InboxOf(Alice);

    [Theory]
    [MemberData(nameof(StoreReads.Names), MemberType = typeof(StoreReads))]
    public async Task No_read_grows_with_the_tables(string name)
    {
        await PrepareAsync();
        var (run, allowed) = StoreReads.All[name];

        Assert.Empty((await GrowingAsync(() => run(new StoreReads(App, Alice, Bob, Clock)))).Except(allowed));
    }

    [Theory]
    [Rule("4.2")]
    [MemberData(nameof(StoreReads.InboxQueries), MemberType = typeof(StoreReads))]
    public async Task No_page_of_the_inbox_grows_with_it_but_for_its_total(InboxStatus status, DismissedFilter dismissed, InboxOrder order, string? type)
    {
        await PrepareAsync();

        foreach (var cursor in StoreReads.Cursors)
        {
            var query = new InboxQuery { Status = status, Dismissed = dismissed, Order = order, Type = type, Limit = 2, Cursor = cursor };
            Assert.Empty(await GrowingAsync(() => Inbox.ListAsync(query)));
        }
    }

    [Theory]
    [Rule("11.2")]
    [InlineData(InboxStatus.All, DismissedFilter.Include, null, false)]
    [InlineData(InboxStatus.All, DismissedFilter.Include, "posts", false)]
    [InlineData(InboxStatus.Unread, DismissedFilter.Exclude, null, false)]
    [InlineData(InboxStatus.All, DismissedFilter.Only, null, false)]
    [InlineData(InboxStatus.All, DismissedFilter.Include, null, true)]
    [InlineData(InboxStatus.Unread, DismissedFilter.Exclude, "posts", true)]
    public async Task No_page_of_everybodys_grows_with_them(InboxStatus status, DismissedFilter dismissed, string? type, bool ofOne)
    {
        await PrepareAsync();
        var query = new AllNotificationsQuery { UserId = ofOne ? Alice.Id : null, Status = status, Dismissed = dismissed, Type = type };

        // Walks them by position, to the page's end.
        Assert.Empty((await GrowingAsync(() => App.Get<AllNotifications>().ListAsync(query))).Except(["SCAN Notifications"]));
    }

    private async Task PrepareAsync()
    {
        await SendManyAsync(Alice, 4);
        await SendAsync(Alice, type: "posts");
        await Inbox.MarkSeenAsync(1);
        await Inbox.DismissAsync(3);
        await Notifications.CreateAsync(Alice.Id, new NotificationDraft { Title = "x", CollapseKey = "k" });
        await Notifications.CreateAsync(Alice.Id, new NotificationDraft { Title = "x", Group = "g" });
    }

    private async Task<IReadOnlyList<string>> GrowingAsync(Func<Task> run)
    {
        using var count = new StatementCount();
        await run();
        Assert.NotEmpty(count.Statements);

        return await QueryPlan.GrowingStepsAsync(App.Database.File, count.Statements);
    }
}
