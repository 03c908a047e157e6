using Microsoft.EntityFrameworkCore;
using NotifyPortal.Activities;
using NotifyPortal.Admin;
using NotifyPortal.Data;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Notifications;

/// <summary>The counts over everybody are kept, not taken: whatever changes rows changes them too.</summary>
[Rule("P13")]
public sealed class TallyTests : PortalTest
{
    [Fact]
    public async Task A_fold_takes_a_row_to_its_new_type_and_hour_but_not_to_another_hour_of_creation()
    {
        await SendFoldingAsync("posts");
        Clock.Advance(TimeSpan.FromHours(2));

        await SendFoldingAsync("system");

        await App.AssertTalliesAsync();
        Assert.Equal([("system", 1L)], (await Stats.ByTypeAsync()).Select(t => (t.Type, t.Count)));
        Assert.Equal([1, 0, 0], (await Stats.CreatedPerHourAsync(3)).Select(h => h.Count));
        Assert.Equal([1, 0, 0, 0, 0], (await Stats.UnreadByAgeAsync()).Select(a => a.Count));
    }

    [Fact]
    public async Task Who_leaves_is_not_counted_any_more()
    {
        await InboxOf(Alice).DismissAsync(await SendAsync(Alice, type: "posts"));
        await SendAsync(Alice);
        await SendAsync(Bob);

        await App.Get<StoreWriter>().WriteAsync((db, token) => db.Users.Where(u => u.Id == Alice.Id).ExecuteDeleteAsync(token));

        await App.AssertTalliesAsync();
        Assert.Equal(1, (await Stats.TotalsAsync()).Total);
    }

    [Fact]
    public async Task Rows_that_go_with_their_message_are_not_counted_any_more()
    {
        await SendAsync(Alice, type: "posts");
        await SendAsync(Bob);

        await App.Get<StoreWriter>().WriteAsync((db, token) => db.Set<Message>().Where(m => m.Type == "posts").ExecuteDeleteAsync(token));

        await App.AssertTalliesAsync();
        Assert.Equal([("", 1L)], (await Stats.ByTypeAsync()).Select(t => (t.Type, t.Count)));
    }

    [Fact]
    public async Task Sessions_and_timeseries_are_not_counted()
    {
        await Notifications.SendAsync(new Audience { Session = new string('a', 32) }, new NotificationDraft { Title = "For a browser" });
        await Notifications.CreateAsync(Alice.Id, new NotificationDraft { Title = "12 °C", Mode = NotificationMode.Timeseries });

        await App.AssertTalliesAsync();
        Assert.Equal(0, (await Stats.TotalsAsync()).Total);
    }

    [Fact]
    public async Task The_oldest_unread_one_is_known_by_its_hour()
    {
        var first = await SendAsync(Alice);
        var hour = new DateTimeOffset(Clock.GetUtcNow().UtcTicks - (Clock.GetUtcNow().UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);
        Clock.Advance(TimeSpan.FromHours(30));
        await SendAsync(Alice);
        Assert.Equal((1, hour), ((await Stats.TotalsAsync()).LastDay, (await Stats.TotalsAsync()).OldestUnread));

        await InboxOf(Alice).MarkSeenAsync(first);

        Assert.Equal(hour.AddHours(30), (await Stats.TotalsAsync()).OldestUnread);
    }

    [Fact]
    [Rule("11.1")]
    public async Task A_day_is_what_its_hours_come_to()
    {
        await SendAsync(Alice);
        Clock.Advance(TimeSpan.FromDays(2));
        await SendManyAsync(Bob, 3);

        Assert.Equal([0, 1, 0, 3], (await Stats.CreatedPerDayAsync(4)).Select(d => d.Count));
    }

    private AdminStats Stats => App.Get<AdminStats>();

    private Task<Outcome> SendFoldingAsync(string type) =>
        Notifications.CreateAsync(Alice.Id, new NotificationDraft { Title = "Again", Type = type, CollapseKey = "key" });
}
