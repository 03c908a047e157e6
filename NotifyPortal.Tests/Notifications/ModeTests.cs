using NotifyPortal.Activities;
using NotifyPortal.Admin;
using NotifyPortal.Live;
using NotifyPortal.Modules;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Notifications;

[Rule("6")]
public sealed class ModeTests : PortalTest
{
    private static readonly NotificationDraft Tick = new() { Title = "Tick", Mode = NotificationMode.Timeseries };
    private static readonly NotificationDraft Flash = new() { Title = "Flash", Mode = NotificationMode.Ephemeral, Group = "flash" };

    [Fact]
    public async Task A_timeseries_row_is_stored_and_told_and_stands_in_no_list_or_count()
    {
        using var page = Listen(Alice);

        var id = (await Notifications.CreateAsync(Alice.Id, Tick)).NotificationId!.Value;

        Assert.Equal((LiveEventKind.Created, id), (await page.HeardAsync()).Select(e => (e.Kind, e.Ids[0])).Single());
        Assert.Equal(("Tick", false), ((await InboxOf(Alice).FindAsync(id))!.Title, (await InboxOf(Alice).FindAsync(id))!.Unread));
        Assert.Empty(await IdsAsync(Alice, new InboxQuery { Dismissed = DismissedFilter.Include }));
        Assert.Empty(await InboxOf(Alice).RecentAsync());
        Assert.Equal(new InboxCounts(0, 0, 0), await InboxOf(Alice).CountAsync());
        Assert.Equal(0, await InboxOf(Alice).CountUnreadAsync());
        Assert.Equal(0, (await App.Get<AdminStats>().TotalsAsync()).Total);
    }

    [Fact]
    public async Task A_timeseries_row_cannot_be_dismissed_by_id_group_or_in_bulk()
    {
        var id = (await Notifications.CreateAsync(Alice.Id, Tick with { Group = "ticks" })).NotificationId!.Value;
        using var page = Listen(Alice);

        Assert.Equal(DismissOutcome.NotDismissible, (await InboxOf(Alice).DismissAsync(id)).Outcome);
        Assert.Equal(DismissOutcome.NotDismissible, (await InboxOf(Alice).DismissGroupAsync("ticks")).Outcome);
        Assert.Equal(0, (await InboxOf(Alice).DismissAllAsync(BulkSelection.Of([id]))).Count);
        Assert.Equal(0, (await InboxOf(Alice).DismissAllAsync(BulkSelection.All())).Count);

        Assert.Null((await InboxOf(Alice).FindAsync(id))!.DismissedAt);
        Assert.Empty(await page.HeardAsync());
    }

    [Fact]
    [Rule("3.5")]
    public async Task A_timeseries_row_replaces_its_group()
    {
        var old = (await Notifications.CreateAsync(Alice.Id, Tick with { Group = "ticks" })).NotificationId!.Value;

        await Notifications.CreateAsync(Alice.Id, Tick with { Group = "ticks" });

        Assert.Null(await InboxOf(Alice).FindAsync(old));
    }

    [Fact]
    public async Task An_ephemeral_one_is_told_to_its_recipients_and_never_stored()
    {
        using var page = Listen(Alice);
        using var bobs = Listen(Bob);

        var result = await Notifications.SendAsync(Audience.Of(Alice.Id), Flash);

        Assert.Equal((0, null), (result.Created, result.MessageId));
        var heard = Assert.Single(await page.HeardAsync());
        Assert.Equal((LiveEventKind.Ephemeral, result.EphemeralId), (heard.Kind, heard.Ids[0]));
        Assert.Empty(await bobs.HeardAsync());
        Assert.Equal(0, await QueryAsync(db => Task.FromResult(db.Set<Notification>().Count() + db.Set<Message>().Count())));
        var view = Assert.Single(await App.Get<EphemeralNotifications>().FindAsync(heard.Ids, [Alice.Id], default));
        Assert.Equal(("Flash", "flash", NotificationMode.Ephemeral), (view.Title, view.Group, view.Mode));
        Assert.Empty(await App.Get<EphemeralNotifications>().FindAsync(heard.Ids, [Bob.Id], default));
        Assert.Equal(DismissOutcome.NotFound, (await InboxOf(Alice).DismissAsync(view.Id)).Outcome);
    }

    [Fact]
    public async Task An_ephemeral_one_is_forgotten_after_half_a_minute()
    {
        var id = (await Notifications.SendAsync(Audience.Of(Alice.Id), Flash)).EphemeralId!.Value;
        Clock.Advance(EphemeralNotifications.KeptFor + TimeSpan.FromSeconds(1));

        Assert.Empty(await App.Get<EphemeralNotifications>().FindAsync([id], [Alice.Id], default));
    }

    [Fact]
    [Trait(TestDatabase.Trait, TestDatabase.Sqlite)] // on PostgreSQL the others' copy is there for a minute
    public async Task A_flood_of_ephemeral_ones_costs_the_oldest()
    {
        var first = (await Notifications.SendAsync(Audience.Of(Alice.Id), Flash)).EphemeralId!.Value;

        for (var i = 0; i < EphemeralNotifications.Capacity; i++)
        {
            await Notifications.SendAsync(Audience.Of(Alice.Id), Flash);
        }

        Assert.Empty(await App.Get<EphemeralNotifications>().FindAsync([first], [Alice.Id], default));
        Assert.Single(await App.Get<EphemeralNotifications>().FindAsync([first + 1], [Alice.Id], default));
    }

    [Theory]
    [Rule("10.2")]
    [InlineData(NotificationMode.Timeseries)]
    [InlineData(NotificationMode.Ephemeral)]
    public async Task While_the_module_is_off_nothing_is_sent_in_any_mode(NotificationMode mode)
    {
        await App.Get<ModuleService>().SetEnabledAsync(NotificationService.ModuleKey, false, new Actor(null, "Ada"));
        using var page = Listen(Alice);

        var outcome = await Notifications.CreateAsync(Alice.Id, new NotificationDraft { Title = "x", Mode = mode });

        Assert.Equal(SkipReason.ModuleOff, outcome.Reason);
        Assert.Empty(await page.HeardAsync());
    }

    [Fact]
    [Rule("3.9")]
    public async Task Dismissing_a_group_takes_every_senders()
    {
        var draft = new NotificationDraft { Title = "x", Group = "build" };
        await Notifications.SendAsync(Audience.Of(Alice.Id, Bob.Id), draft);
        await Notifications.SendAsync(Audience.Of(Alice.Id), draft, "Another key");
        var other = await SendAsync(Alice);
        using var page = Listen(Alice);

        var (outcome, change) = await InboxOf(Alice).DismissGroupAsync("build");

        Assert.Equal((DismissOutcome.Dismissed, 2), (outcome, change.Count));
        Assert.Equal(2, Assert.Single(await page.HeardAsync(), e => e.Kind == LiveEventKind.Dismissed).Ids.Count);
        Assert.Equal([other], await IdsAsync(Alice));
        Assert.Single(await IdsAsync(Bob));
        Assert.Equal((DismissOutcome.Dismissed, 0), ((await InboxOf(Alice).DismissGroupAsync("build")).Outcome, (await InboxOf(Alice).DismissGroupAsync("build")).Change.Count));
        Assert.Equal(DismissOutcome.NotFound, (await InboxOf(Alice).DismissGroupAsync("none")).Outcome);
        Assert.Equal(2, await InboxOf(Alice).UndoAsync(change.UndoToken!.Value));
    }
}
