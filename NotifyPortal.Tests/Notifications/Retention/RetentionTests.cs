using Microsoft.EntityFrameworkCore;
using NotifyPortal.Accounts;
using NotifyPortal.Activities;
using NotifyPortal.Data;
using NotifyPortal.Notifications;
using NotifyPortal.Notifications.FanOuts;
using NotifyPortal.Notifications.Retention;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Notifications.Retention;

/// <summary>Kept for 90 days, unread ones twice as long, as long as nothing else is configured.</summary>
public sealed class RetentionTests : PortalTest
{
    private static readonly PruneResult Nothing = new(0, 0, 0);

    private RetentionService Service => App.Get<RetentionService>();

    [Fact]
    [Rule("12.1")]
    [Rule("12.2")]
    public async Task Read_rows_go_at_their_age_and_unread_ones_at_twice_that()
    {
        var read = await SendAsync(Alice);
        await InboxOf(Alice).MarkSeenAsync(read);
        var unread = await SendAsync(Alice);
        var dismissed = await SendAsync(Bob);
        await InboxOf(Bob).DismissAsync(dismissed);

        Clock.Advance(TimeSpan.FromDays(90));
        Assert.Equal(Nothing, await Service.PruneAsync());

        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(new PruneResult(2, 0, 2), await Service.PruneAsync());
        Assert.Equal([unread], await IdsAsync(Alice));
        Assert.Empty(await IdsAsync(Bob, new InboxQuery { Dismissed = DismissedFilter.Include }));

        Clock.Advance(TimeSpan.FromDays(90));
        Assert.Equal(new PruneResult(1, 0, 1), await Service.PruneAsync());
        Assert.Empty(await IdsAsync(Alice));
    }

    [Fact]
    [Rule("12.1")]
    public async Task A_fold_makes_a_row_young_again()
    {
        await Notifications.CreateAsync(Alice.Id, new NotificationDraft { Title = "One", CollapseKey = "k" });
        Clock.Advance(TimeSpan.FromDays(170));
        await Notifications.CreateAsync(Alice.Id, new NotificationDraft { Title = "Two", CollapseKey = "k" });
        Clock.Advance(TimeSpan.FromDays(170));

        Assert.Equal(new PruneResult(0, 0, 1), await Service.PruneAsync()); // the older message, which has passed its row on
        Assert.Single(await IdsAsync(Alice));
    }

    [Fact]
    [Rule("12.2")]
    [Rule("6")]
    public async Task Timeseries_go_after_seven_days()
    {
        await Notifications.CreateAsync(Alice.Id, new NotificationDraft { Title = "Tick", Mode = NotificationMode.Timeseries });
        Clock.Advance(TimeSpan.FromDays(7));
        Assert.Equal(Nothing, await Service.PruneAsync());

        Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(new PruneResult(1, 0, 1), await Service.PruneAsync());
    }

    [Fact]
    [Rule("12.2")]
    [Rule("6")]
    public async Task What_a_browser_session_was_sent_goes_after_a_day_and_then_the_session_is_forgotten()
    {
        var session = new string('a', BrowserSession.IdLength);
        await Notifications.SendAsync(new Audience { Session = session }, new NotificationDraft { Title = "Hi" });
        await SendAsync(Alice);
        Assert.Equal(2, await QueryAsync(db => db.Set<Notification>().CountAsync()));
        Clock.Advance(TimeSpan.FromHours(24));
        Assert.Equal(Nothing, await Service.PruneAsync());

        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(new PruneResult(1, 0, 0), await Service.PruneAsync());
        Assert.Single(await IdsAsync(Alice));
        Assert.Equal(1, await QueryAsync(db => db.Set<Recipient>().CountAsync(r => r.SessionId != null)));

        Clock.Advance(TimeSpan.FromDays(8));
        await Service.PruneAsync();
        Assert.Equal(0, await QueryAsync(db => db.Set<Recipient>().CountAsync(r => r.SessionId != null)));
    }

    [Fact]
    [Rule("12.1")]
    public async Task Days_given_for_a_run_replace_the_configured_ones_and_nothing_else()
    {
        await InboxOf(Alice).MarkSeenAsync(await SendAsync(Alice));
        await SendAsync(Bob);
        await RecordAsync(Alice);
        Clock.Advance(TimeSpan.FromDays(11));

        Assert.Equal(new PruneResult(1, 0, 1), await Service.PruneAsync(10));

        Assert.Equal(1, await QueryAsync(db => db.Set<ActivityEntry>().CountAsync()));
    }

    [Fact]
    [Rule("12.3")]
    public async Task A_dry_run_counts_what_the_run_then_removes()
    {
        await SendManyAsync(Alice, 3);
        await InboxOf(Alice).MarkAllSeenAsync(BulkSelection.All());
        await RecordAsync(Bob);
        Clock.Advance(TimeSpan.FromDays(100));

        var said = await Service.PruneAsync(dryRun: true);

        Assert.Equal(new PruneResult(3, 1, 3), said);
        Assert.Equal(4, await QueryAsync(db => db.Set<Notification>().CountAsync()));
        Assert.Null(await Service.LastAsync());
        Assert.Equal(said, await Service.PruneAsync());
    }

    [Fact]
    [Rule("12.1")]
    public async Task Pruning_an_activity_leaves_its_younger_rows()
    {
        await RecordAsync(Alice);
        Clock.Advance(TimeSpan.FromDays(91));

        Assert.Equal(new PruneResult(0, 1, 0), await Service.PruneAsync());

        Assert.Null((await InboxOf(Alice).FindAsync((await IdsAsync(Alice))[0]))!.Activity);
    }

    [Fact]
    [Rule("1.2")]
    public async Task A_message_goes_with_its_last_row_but_not_before_it_is_seven_days_old()
    {
        var sent = (await Notifications.SendAsync(Audience.Of(Alice.Id, Bob.Id), new NotificationDraft { Title = "Hello" })).MessageId!.Value;
        await Notifications.RetractAsync(SenderRef.Portal, sent);
        Clock.Advance(TimeSpan.FromDays(7));
        await Service.PruneAsync();
        Assert.Equal(2, (await Notifications.FindStatusAsync(SenderRef.Portal, sent))!.Recipients);

        Clock.Advance(TimeSpan.FromMinutes(1));
        await Service.PruneAsync();

        Assert.Null(await Notifications.FindStatusAsync(SenderRef.Portal, sent));
    }

    [Fact]
    [Rule("2.3")]
    public async Task What_was_told_once_is_not_told_again_after_its_message_went()
    {
        var told = await RecordAsync(Alice);
        await InboxOf(Alice).DismissAllAsync(BulkSelection.All());
        Clock.Advance(TimeSpan.FromDays(11));
        Assert.Equal(new PruneResult(1, 0, 1), await Service.PruneAsync(10));

        var again = await Notifications.FanOutAsync(told, [Alice.Id]);

        Assert.Equal(SkipReason.Duplicate, Assert.Single(again).Reason);
        Assert.Equal(0, await QueryAsync(db => db.Set<Message>().CountAsync()));
    }

    [Fact]
    [Rule("3.8")]
    public async Task A_message_that_waits_for_its_time_or_is_on_its_way_stays()
    {
        await Notifications.SendAsync(Audience.Of(Alice.Id), new NotificationDraft { Title = "Later", PublishAt = Clock.GetUtcNow().AddDays(30) });
        await App.Get<StoreWriter>().WriteAsync(async (db, token) =>
        {
            var message = Message.From(new NotificationDraft { Title = "Many" }, Message.Portal, null, null, Clock.Now());
            db.Add(message);
            await db.SaveChangesAsync(token);
            db.Add(new FanOut { MessageId = message.Id, Total = 1, AcceptedAt = Clock.Now() });
        });
        Clock.Advance(TimeSpan.FromDays(20));

        Assert.Equal(Nothing, await Service.PruneAsync());
    }

    private async Task<ActivityEntry> RecordAsync(PortalUser target) =>
        (await App.Get<ActivityLog>().RecordAsync(new ActivityDraft("post.liked") { TargetId = target.Id })).Entry;
}
