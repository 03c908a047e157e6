using NotifyPortal.Activities;
using NotifyPortal.Admin;
using NotifyPortal.Live;
using NotifyPortal.Modules;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Notifications;

[Rule("7.1")]
public sealed class AddressingTests : PortalTest
{
    private static readonly string Here = new('a', 32);
    private static readonly string There = new('b', 32);
    private static readonly NotificationDraft Order = new() { Title = "Your order", Type = "posts" };

    [Fact]
    [Rule("1.4")]
    [Rule("7.2")]
    public async Task What_is_sent_to_a_session_shows_there_and_nowhere_else()
    {
        using var here = ListenIn(Here);
        using var there = ListenIn(There);
        using var alices = Listen(Alice);

        var result = await Notifications.SendAsync(new Audience { Session = Here }, Order);

        var id = Assert.Single(result.Outcomes).NotificationId!.Value;
        Assert.Equal((LiveEventKind.Created, id), (await here.HeardAsync()).Select(e => (e.Kind, e.Ids[0])).Single());
        Assert.Empty(await there.HeardAsync());
        Assert.Empty(await alices.HeardAsync());
        Assert.Equal("Your order", (await In(Here).FindAsync(id))!.Title);
        Assert.Null(await In(There).FindAsync(id));
        Assert.Null(await InboxOf(Alice).FindAsync(id));
        Assert.Equal(DismissOutcome.NotFound, (await InboxOf(Alice).DismissAsync(id)).Outcome);
    }

    [Fact]
    [Rule("6")]
    public async Task A_sessions_rows_stand_in_no_figure_of_the_overview()
    {
        await Notifications.SendAsync(new Audience { Session = Here }, Order);
        await SendAsync(Bob);

        Assert.Equal(1, (await App.Get<AdminStats>().TotalsAsync()).Total);
        Assert.Equal(1, (await App.Get<AdminStats>().ByTypeAsync()).Sum(t => t.Count));
        Assert.Single((await App.Get<AllNotifications>().ListAsync(new AllNotificationsQuery())).Items);
    }

    [Fact]
    [Rule("8.3")]
    public async Task A_session_has_no_mutes()
    {
        await App.Get<NotifyPortal.Notifications.Preferences.Preferences>().SetAsync(Alice.Id, [new("posts", false)]);

        var result = await Notifications.SendAsync(new Audience { Users = [Alice.Id], Session = Here }, Order);

        Assert.Equal([(Here, OutcomeKind.Created), (Alice.Id, OutcomeKind.Skipped)], result.Outcomes.OrderBy(o => o.Kind).Select(o => (o.Recipient!, o.Kind)));
    }

    [Fact]
    [Rule("7.2")]
    public async Task A_sessions_row_is_counted_dismissed_undone_folded_and_replaced_like_a_users()
    {
        using var here = ListenIn(Here);
        var first = await SendToAsync(Order with { CollapseKey = "k" });
        Assert.Equal(first, await SendToAsync(Order with { CollapseKey = "k" }));
        var build = await SendToAsync(Order with { Group = "build" });
        var rebuilt = await SendToAsync(Order with { Group = "build" });
        Assert.Equal(2, await In(Here).CountUnreadAsync());

        var dismissal = await In(Here).DismissAsync(first);
        var group = await In(Here).DismissGroupAsync("build");

        Assert.Equal((DismissOutcome.Dismissed, DismissOutcome.Dismissed, 0), (dismissal.Outcome, group.Outcome, await In(Here).CountUnreadAsync()));
        Assert.Equal(1, await In(Here).UndoAsync(dismissal.Item!.UndoToken!.Value));
        Assert.Null(await InboxOf(Alice).UndoAsync(group.Change.UndoToken!.Value));
        Assert.Equal(
            [
                (LiveEventKind.Created, first), (LiveEventKind.Updated, first), (LiveEventKind.Created, build), (LiveEventKind.Removed, build),
                (LiveEventKind.Created, rebuilt), (LiveEventKind.Dismissed, first), (LiveEventKind.Dismissed, rebuilt), (LiveEventKind.Restored, first),
            ],
            (await here.HeardAsync()).Select(e => (e.Kind, e.Ids[0])));
    }

    [Fact]
    [Rule("3.7")]
    public async Task A_message_to_a_session_is_taken_back_there()
    {
        var result = await Notifications.SendAsync(new Audience { Session = Here }, Order);
        using var here = ListenIn(Here);

        Assert.Equal(1, await Notifications.RetractAsync(SenderRef.Portal, result.MessageId!.Value));

        Assert.Equal(LiveEventKind.Removed, Assert.Single(await here.HeardAsync()).Kind);
    }

    [Fact]
    public async Task An_ephemeral_one_reaches_the_session_alone()
    {
        var result = await Notifications.SendAsync(new Audience { Session = Here }, Order with { Mode = NotificationMode.Ephemeral });

        Assert.Equal(["Your order"], await HeldForAsync(result, Alice.Id, RecipientAddress.OfSession(Here)));
        Assert.Empty(await HeldForAsync(result, Alice.Id, RecipientAddress.OfSession(There)));
    }

    [Fact]
    public async Task A_broadcast_reaches_whoever_is_connected_and_is_never_stored()
    {
        using var alices = Listen(Alice);
        using var here = ListenIn(Here);

        var result = await Notifications.BroadcastAsync(Order);

        foreach (var page in new[] { alices, here })
        {
            Assert.Equal((LiveEventKind.Ephemeral, result.EphemeralId), (await page.HeardAsync()).Select(e => (e.Kind, (long?)e.Ids[0])).Single());
        }

        Assert.Equal((0, null), (result.Created, result.MessageId));
        Assert.Equal(["Your order"], await HeldForAsync(result, Alice.Id));
        Assert.Equal(["Your order"], await HeldForAsync(result, RecipientAddress.OfSession(Here)));
        Assert.Equal(0, await QueryAsync(db => Task.FromResult(db.Set<Notification>().Count() + db.Set<Message>().Count())));
    }

    [Fact]
    public async Task A_broadcast_leaves_out_who_is_excepted_or_has_muted_it()
    {
        await App.Get<NotifyPortal.Notifications.Preferences.Preferences>().SetAsync(Bob.Id, [new("posts", false)]);

        var result = await Notifications.BroadcastAsync(Order, [Alice.Email!, There, "ghost"]);

        Assert.Empty(await HeldForAsync(result, Alice.Id, RecipientAddress.OfSession(Here)));
        Assert.Empty(await HeldForAsync(result, RecipientAddress.OfSession(There)));
        Assert.Empty(await HeldForAsync(result, Bob.Id));
        Assert.Single(await HeldForAsync(result, RecipientAddress.OfSession(Here)));
        Assert.Equal([(Bob.Id, SkipReason.Muted)], result.Outcomes.Select(o => (o.Recipient!, o.Reason!.Value)));
    }

    [Fact]
    public async Task A_broadcast_in_another_mode_is_an_error()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Notifications.BroadcastAsync(Order with { Mode = NotificationMode.Timeseries }));
        await Assert.ThrowsAsync<ArgumentException>(() => Notifications.SendAsync(new Audience { Broadcast = true }, Order));
    }

    [Fact]
    [Rule("10.2")]
    public async Task While_the_module_is_off_neither_sessions_nor_broadcasts_are_told()
    {
        await App.Get<ModuleService>().SetEnabledAsync(NotificationService.ModuleKey, false, new Actor(null, "Ada"));
        using var here = ListenIn(Here);

        var results = new[] { await Notifications.SendAsync(new Audience { Session = Here }, Order), await Notifications.BroadcastAsync(Order) };

        Assert.All(results, result => Assert.Equal(SkipReason.ModuleOff, Assert.Single(result.Outcomes).Reason));
        Assert.Empty(await here.HeardAsync());
    }

    [Fact]
    [Rule("2.6")]
    public async Task What_is_no_session_receives_nothing()
    {
        var result = await Notifications.SendAsync(new Audience { Session = Alice.Id }, Order);

        Assert.Equal(SkipReason.UnknownRecipient, Assert.Single(result.Outcomes).Reason);
    }

    private Inbox In(string session) => App.Get<Inboxes>().OfSession(session);

    private Listener ListenIn(string session) => new(App.Get<NotificationBroker>(), LiveTopic.Session(session));

    private async Task<long> SendToAsync(NotificationDraft draft) =>
        Assert.Single((await Notifications.SendAsync(new Audience { Session = Here }, draft)).Outcomes).NotificationId!.Value;

    private async Task<IEnumerable<string?>> HeldForAsync(SendResult result, params string[] addresses) =>
        (await App.Get<EphemeralNotifications>().FindAsync([result.EphemeralId!.Value], addresses, default)).Select(v => v.Title);
}
