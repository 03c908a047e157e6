using Microsoft.EntityFrameworkCore;
using NotifyPortal.Accounts;
using NotifyPortal.Activities;
using NotifyPortal.Commands;
using NotifyPortal.Data;
using NotifyPortal.Demo;
using NotifyPortal.Notifications;
using NotifyPortal.Notifications.Types;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Demo;

public sealed class DemoHistoryTests : IDisposable
{
    private readonly TestClock clock = new();
    private readonly PortalApp app;

    public DemoHistoryTests() => app = new PortalApp(("Demo:Enabled", "true")) { Clock = clock };

    [Fact]
    public async Task A_fresh_portal_has_a_month_behind_it()
    {
        var activities = await app.Get<ActivityLog>().ListAsync(new ActivityQuery { Limit = 1000 });

        Assert.InRange(activities.Total, 120, 220);
        Assert.InRange(clock.Now() - activities.Items[^1].OccurredAt, TimeSpan.FromDays(25), TimeSpan.FromDays(31));
        Assert.InRange(clock.Now() - activities.Items[0].OccurredAt, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10));
    }

    [Theory]
    [InlineData("alice", 3, 7, 100)]
    [InlineData("bob", 1, 4, 20)]
    [InlineData("admin", 1, 4, 8)]
    public async Task Each_has_a_few_unread_and_many_read(string name, int fewest, int most, int all)
    {
        var account = await app.Get<AccountDirectory>().FindAsync($"{name}@demo.local");
        var counts = await app.Get<Inboxes>().Of(account!.Id).CountAsync();

        Assert.InRange(counts.Unread, fewest, most);
        Assert.InRange(counts.All + counts.Dismissed, all, 250);
        Assert.InRange(counts.Dismissed, 1, counts.All);
    }

    [Fact]
    public async Task Every_notification_has_a_type_an_icon_and_a_link_of_its_own()
    {
        var account = await app.Get<AccountDirectory>().FindAsync("alice@demo.local");
        var shown = (await app.Get<Inboxes>().Of(account!.Id).ListAsync(new InboxQuery { Limit = 1000, Dismissed = DismissedFilter.Include })).Page.Items;

        Assert.All(shown, n => Assert.NotNull(app.Get<NotificationTypeRegistry>().Find(n.Type)));
        Assert.All(shown, n => Assert.NotNull(n.Link));
        Assert.DoesNotContain(shown, n => n.Icon == Icons.Default);
    }

    [Fact]
    public async Task Nothing_in_it_breaks_a_promise() =>
        Assert.Empty((await app.Get<DatabaseCheck>().RunAsync(default)).Problems);

    [Fact]
    public async Task It_happens_once()
    {
        var before = await CountAsync();

        await app.Get<DemoHistory>().EnsureAsync();

        Assert.Equal(before, await CountAsync());
    }

    [Fact]
    public async Task The_first_start_does_not_keep_anyone_waiting()
    {
        await app.Get<IDbContextFactory<PortalDbContext>>().CreateDbContext().Set<ActivityEntry>().ExecuteDeleteAsync();

        using var count = new StatementCount();
        await app.Get<DemoHistory>().EnsureAsync();

        Assert.InRange(count.Statements.Count, 1, 2500); // about as many milliseconds at worst; a time itself would measure the other tests
    }

    [Fact]
    public async Task Switched_off_nothing_has_happened()
    {
        using var bare = new PortalApp();

        Assert.Equal(0, (await bare.Get<ActivityLog>().ListAsync(new ActivityQuery())).Total);
        Assert.Null(bare.Get<NotificationTypeRegistry>().Find("exports"));
    }

    public void Dispose() => app.Dispose();

    private async Task<long> CountAsync() => (await app.Get<ActivityLog>().ListAsync(new ActivityQuery { Limit = 1 })).Total;
}
