using NotifyPortal.Accounts;
using NotifyPortal.Activities;
using NotifyPortal.Live;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Notifications;

public sealed class SentMessageTests : PortalTest
{
    private static readonly SenderRef Other = new("Another key");
    private static readonly SenderRef Admin = new("Another key", true);
    private static readonly NotificationDraft Incident = new() { Title = "Down", CollapseKey = "incident" };

    [Theory]
    [Rule("3.6")]
    [InlineData("incident", null)]
    [InlineData(null, "incident")]
    public async Task What_is_over_is_dismissed_and_seen_everywhere(string? collapseKey, string? group)
    {
        var draft = new NotificationDraft { Title = "Down", CollapseKey = collapseKey, Group = group };
        await SendAsync([Alice, Bob], draft);
        var seen = (await IdsAsync(Alice))[0];
        await InboxOf(Alice).MarkSeenAsync(seen);
        var other = await SendAsync(Alice);
        Clock.Advance(TimeSpan.FromMinutes(1));
        using var page = Listen(Alice);

        Assert.Equal(2, await Notifications.ResolveAsync(SenderRef.Portal, collapseKey, group));
        Assert.Equal(0, await Notifications.ResolveAsync(SenderRef.Portal, collapseKey, group));

        Assert.Equal([other], await IdsAsync(Alice));
        var row = (await InboxOf(Alice).FindAsync(seen))!;
        Assert.Equal((Clock.GetUtcNow(), Clock.GetUtcNow().AddMinutes(-1)), (row.DismissedAt, row.SeenAt));
        Assert.Equal(0, await InboxOf(Bob).CountUnreadAsync());
        Assert.Equal((LiveEventKind.Dismissed, seen), (await page.HeardAsync()).Select(e => (e.Kind, e.Ids[0])).Single());
    }

    [Fact]
    [Rule("3.6")]
    public async Task It_may_be_over_for_one_recipient_only()
    {
        await SendAsync([Alice, Bob], Incident);

        Assert.Equal(1, await Notifications.ResolveAsync(SenderRef.Portal, "incident", recipient: Bob.Email));

        Assert.Single(await IdsAsync(Alice));
    }

    [Fact]
    [Rule("3.6")]
    [Rule("3.9")]
    public async Task Only_its_sender_and_an_admin_say_that_it_is_over()
    {
        await SendAsync([Alice], Incident);

        Assert.Equal(0, await Notifications.ResolveAsync(Other, "incident"));
        Assert.Equal(1, await Notifications.ResolveAsync(Admin, "incident"));
    }

    [Fact]
    [Rule("3.6")]
    public async Task The_recipient_does_not_undo_what_is_over()
    {
        await SendAsync([Alice], Incident);
        await Notifications.ResolveAsync(SenderRef.Portal, "incident");
        var number = (await QueryAsync(db => Task.FromResult(db.Set<Notification>().Single()))).Operation;

        Assert.NotNull(number);
        Assert.Null(await InboxOf(Alice).UndoAsync(number.Value));
    }

    [Fact]
    [Rule("3.7")]
    [Rule("3.10")]
    public async Task A_retracted_message_is_gone_everywhere_and_recorded()
    {
        var message = await SendAsync([Alice, Bob], Incident);
        var id = (await IdsAsync(Alice))[0];
        await InboxOf(Bob).DismissAllAsync(BulkSelection.All());
        using var page = Listen(Alice);

        Assert.Equal(2, await Notifications.RetractAsync(SenderRef.Portal, message, new Actor(null, "Ada")));
        Assert.Equal(0, await Notifications.RetractAsync(SenderRef.Portal, message));

        Assert.Null(await InboxOf(Alice).FindAsync(id));
        Assert.Equal(0, await InboxOf(Alice).CountUnreadAsync());
        Assert.Equal((LiveEventKind.Removed, id), (await page.HeardAsync()).Select(e => (e.Kind, e.Ids[0])).Single());
        Assert.Equal(2, await QueryAsync(db => Task.FromResult(db.Set<Removal>().Count())));
        var entry = Assert.Single((await App.Get<ActivityLog>().ListAsync(new ActivityQuery())).Items);
        Assert.Equal(("notification.retracted", "Ada"), (entry.Action, entry.ActorName));
    }

    [Fact]
    [Rule("3.7")]
    [Rule("3.9")]
    public async Task Another_senders_message_is_as_a_missing_one()
    {
        var message = await SendAsync([Alice], Incident);

        Assert.Null(await Notifications.RetractAsync(Other, message));
        Assert.False(await Notifications.EditAsync(Other, message, new MessageEdit("New")));
        Assert.Null(await Notifications.FindStatusAsync(Other, message));
        Assert.Null(await Notifications.RetractAsync(Admin, message + 1));
        Assert.Equal("Down", (await InboxOf(Alice).RecentAsync())[0].Title);
        Assert.True(await Notifications.EditAsync(Admin, message, new MessageEdit("New")));
        Assert.Equal(1, await Notifications.RetractAsync(Admin, message));
    }

    [Fact]
    [Rule("3.7")]
    public async Task An_edit_changes_the_words_in_place_and_makes_no_new_badge()
    {
        var message = await SendAsync([Alice], Incident with { Text = "Since noon", Link = "/old" });
        var before = (await InboxOf(Alice).RecentAsync())[0];
        await InboxOf(Alice).MarkSeenAsync(before.Id);
        using var page = Listen(Alice);

        Assert.True(await Notifications.EditAsync(SenderRef.Portal, message, new MessageEdit(Title: "Up again", Link: "/new", Icon: "check")));

        var now = (await InboxOf(Alice).FindAsync(before.Id))!;
        Assert.Equal(("Up again", "Since noon", "/new", "check"), (now.Title, now.Text, now.Link, now.Icon));
        Assert.Equal((before.Position, false), (now.Position, now.Unread));
        Assert.Equal(LiveEventKind.Updated, Assert.Single(await page.HeardAsync()).Kind);
    }

    [Fact]
    [Rule("3.4")]
    public async Task The_row_belongs_to_its_newest_message()
    {
        var older = await SendAsync([Alice], Incident);
        await SendAsync([Alice], Incident with { Title = "Still down" });

        Assert.Equal(1, (await Notifications.FindStatusAsync(SenderRef.Portal, older))!.Superseded);
        await Notifications.EditAsync(SenderRef.Portal, older, new MessageEdit("Wrong"));
        Assert.Equal(0, await Notifications.RetractAsync(SenderRef.Portal, older));

        Assert.Equal("Still down", Assert.Single(await InboxOf(Alice).RecentAsync()).Title);
    }

    [Fact]
    [Rule("3.7")]
    [Rule("2.3")]
    public async Task What_was_retracted_does_not_come_back_when_its_activity_is_told_again()
    {
        var entry = (await App.Get<ActivityLog>().RecordAsync(new ActivityDraft("build.done"))).Entry;
        await Notifications.FanOutAsync(entry, [Alice.Id]);
        var message = await QueryAsync(db => Task.FromResult(db.Set<Message>().Single().Id));
        await Notifications.RetractAsync(SenderRef.Portal, message);

        Assert.Equal(SkipReason.Duplicate, Assert.Single(await Notifications.FanOutAsync(entry, [Alice.Id])).Reason);
    }

    [Fact]
    public async Task The_status_counts_who_has_it_has_seen_it_and_got_nothing()
    {
        var result = await Notifications.SendAsync(Audience.Of(Alice.Id, Bob.Id, "ghost"), Incident);
        await InboxOf(Alice).MarkAllSeenAsync(BulkSelection.All());
        await InboxOf(Bob).DismissAllAsync(BulkSelection.All());

        var status = (await Notifications.FindStatusAsync(SenderRef.Portal, result.MessageId!.Value))!;

        Assert.Equal((2, 2, 1, 0), (status.Recipients, status.Seen, status.Dismissed, status.Superseded));
        Assert.Equal(1, status.Skipped[SkipReason.UnknownRecipient]);
    }

    private async Task<long> SendAsync(IEnumerable<PortalUser> users, NotificationDraft draft) =>
        (await Notifications.SendAsync(Audience.Of([.. users.Select(u => u.Id)]), draft)).MessageId!.Value;
}
