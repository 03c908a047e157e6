using NotifyPortal.Activities;
using NotifyPortal.Notifications;
using NotifyPortal.Notifications.Preferences;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Notifications;

[Rule("8.5")]
public sealed class WhyTests : PortalTest
{
    private static readonly NotificationDraft Hello = new() { Type = "system", Title = "Hello" };

    private WhyService Why => App.Get<WhyService>();

    private SkippedNotifications Skipped => App.Get<SkippedNotifications>();

    [Fact]
    public async Task The_target_of_an_activity_is_told_what_happened()
    {
        var id = await RecordAsync(new ActivityDraft("post.liked") { TargetId = Alice.Id, Actor = new Actor(Bob.Id, "Bob") });

        var why = await Why.FindAsync(Alice.Id, id);

        Assert.Equal((WhyRule.Target, "posts.likes", "Posts › Likes", "Bob", "post.liked"), (why!.Rule, why.Type, why.TypeName, why.Actor!.Name, why.Activity!.Action));
    }

    [Fact]
    public async Task Who_was_named_by_an_activity_is_told_so()
    {
        var id = await RecordAsync(new ActivityDraft("post.liked") { TargetId = Bob.Id, Recipients = [Alice.Id] });

        Assert.Equal(WhyRule.Recipient, (await Why.FindAsync(Alice.Id, id))!.Rule);
    }

    [Fact]
    public async Task Who_was_named_by_a_sender_is_told_which()
    {
        var sent = await Notifications.SendAsync(Audience.Of("alice@example.org"), Hello, "CI");

        var why = await Why.FindAsync(Alice.Id, sent.Outcomes[0].NotificationId!.Value);

        Assert.Equal((WhyRule.Named, "CI"), (why!.Rule, why.Sender));
    }

    [Fact]
    public async Task Everyone_is_told_that_it_went_to_everyone()
    {
        var sent = await Notifications.SendAsync(new Audience { Everyone = true, Users = [Alice.Id] }, Hello);

        Assert.Equal(WhyRule.Everyone, (await Why.FindAsync(Alice.Id, sent.Outcomes[0].NotificationId!.Value))!.Rule);
    }

    [Fact]
    public async Task Who_has_a_role_is_told_which_and_who_was_named_beside_it_is_told_that()
    {
        var carla = await App.AddUserAsync("carla", "Editor");

        var sent = await Notifications.SendAsync(new Audience { Role = "Editor", Users = [Alice.Id] }, Hello);

        var ids = sent.Outcomes.ToDictionary(o => o.Recipient!, o => o.NotificationId!.Value);
        var why = await Why.FindAsync(carla.Id, ids[carla.Id]);
        Assert.Equal((WhyRule.Role, "Editor"), (why!.Rule, why.Role));
        Assert.Equal(WhyRule.Named, (await Why.FindAsync(Alice.Id, ids[Alice.Id]))!.Rule);
    }

    [Fact]
    [Rule("4")]
    public async Task Of_anothers_and_of_a_missing_one_there_is_no_answer()
    {
        var id = await SendAsync(Alice);

        Assert.Null(await Why.FindAsync(Bob.Id, id));
        Assert.Null(await Why.FindAsync(Bob.Id, 999_999));
    }

    [Fact]
    [Rule("2.5")]
    public async Task What_was_not_delivered_is_listed_with_what_it_said_and_why()
    {
        await App.MuteAsync(Alice, "posts");
        await Notifications.SendAsync(Audience.Of("alice@example.org"), new NotificationDraft { Action = "post.liked", Actor = new Actor(Bob.Id, "Bob") });
        await Notifications.SendAsync(Audience.Of(Alice.Id, Bob.Id), new NotificationDraft { Type = "posts", Title = "News" });

        var skipped = await Skipped.OfUserAsync(Alice.Id);

        Assert.Equal(
            [("News", "Posts", SkipReason.Muted), ("Bob liked your post", "Posts › Likes", SkipReason.Muted)],
            skipped.Select(s => (s.Headline!, s.TypeName!, s.Reason)));
    }

    [Fact]
    [Rule("2.5")]
    public async Task Another_user_sees_nothing_of_it()
    {
        await App.MuteAsync(Alice, "system");
        await Notifications.SendAsync(Audience.Of(Alice.Id, Bob.Id), Hello);

        Assert.Empty(await Skipped.OfUserAsync(Bob.Id));
    }

    [Fact]
    [Rule("2.5")]
    public async Task After_seven_days_it_is_listed_no_more()
    {
        await App.MuteAsync(Alice, "system");
        await Notifications.SendAsync(Audience.Of(Alice.Id), Hello);

        Clock.Advance(TimeSpan.FromDays(7) + TimeSpan.FromSeconds(1));

        Assert.Empty(await Skipped.OfUserAsync(Alice.Id));
    }

    [Fact]
    [Rule("2.5")]
    public async Task An_admin_reads_everybodys_by_user_by_message_and_by_reason()
    {
        await App.MuteAsync(Alice, "system");
        var sent = await Notifications.SendAsync(Audience.Of(Alice.Id, Bob.Id, "nobody@example.org"), Hello);
        await Notifications.SendAsync(Audience.Of("nobody@example.org"), Hello);

        Assert.Equal(3, (await Skipped.ListAsync(new SkippedQuery())).Total);
        Assert.Equal("Alice", Assert.Single((await Skipped.ListAsync(new SkippedQuery { Recipient = Alice.Id })).Items).Recipient);
        Assert.Equal(2, (await Skipped.ListAsync(new SkippedQuery { MessageId = sent.MessageId })).Total);
        Assert.Equal(2, (await Skipped.ListAsync(new SkippedQuery { Reason = SkipReason.UnknownRecipient })).Total);
    }

    private async Task<long> RecordAsync(ActivityDraft draft) =>
        (await App.Get<ActivityLog>().RecordAsync(draft)).Outcomes.Single(o => o.NotificationId is not null).NotificationId!.Value;
}
