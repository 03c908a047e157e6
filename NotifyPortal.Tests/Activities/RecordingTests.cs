using Microsoft.EntityFrameworkCore;
using NotifyPortal.Activities;
using NotifyPortal.Live;
using NotifyPortal.Modules;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Activities;

[Rule("2")]
public sealed class RecordingTests : PortalTest
{
    private ActivityLog Activities => App.Get<ActivityLog>();

    private Actor BobActs => new(Bob.Id, Bob.DisplayName);

    [Fact]
    [Rule("1.1")]
    public async Task An_activity_is_kept_as_it_was_recorded()
    {
        var then = Clock.GetUtcNow().AddDays(-2);

        await Activities.RecordAsync(new ActivityDraft("post.liked")
        {
            Module = "blog",
            Origin = ActivityOrigin.Cron,
            Actor = BobActs,
            ResourceType = "post",
            ResourceId = "7",
            OccurredAt = then,
        });

        var entry = Assert.Single((await Activities.ListAsync(new ActivityQuery())).Items);
        Assert.Equal(("post.liked", "blog", ActivityOrigin.Cron, "post", "7", then), (entry.Action, entry.Module, entry.Origin, entry.ResourceType!, entry.ResourceId!, entry.OccurredAt));
    }

    [Fact]
    [Rule("1.1")]
    public async Task Without_an_origin_it_is_automatic() =>
        Assert.Equal(ActivityOrigin.Auto, (await Activities.RecordAsync(new ActivityDraft("post.liked"))).Entry.Origin);

    [Fact]
    [Rule("2.3")]
    public async Task What_its_source_tells_again_is_recorded_and_told_once()
    {
        var draft = new ActivityDraft("post.liked") { Actor = BobActs, TargetId = Alice.Id, SourceKey = "blog/7" };

        var first = await Activities.RecordAsync(draft);
        var again = await Activities.RecordManyAsync([draft, draft, draft with { SourceKey = "blog/8" }]);

        Assert.Equal([first.Entry.Id, first.Entry.Id, first.Entry.Id + 1], again.Select(r => r.Entry.Id));
        Assert.Equal(SkipReason.Duplicate, Assert.Single(again[0].Outcomes).Reason);
        Assert.Equal(2, (await InboxOf(Alice).RecentAsync()).Count);
    }

    [Fact]
    [Rule("2.2")]
    public async Task The_target_is_notified()
    {
        var outcome = await RecordAsync(new ActivityDraft("post.liked") { Actor = BobActs, TargetId = Alice.Id });

        Assert.Equal(OutcomeKind.Created, outcome.Kind);
        Assert.Equal("Bob liked your post", Assert.Single(await InboxOf(Alice).RecentAsync()).Headline);
    }

    [Fact]
    [Rule("2.2")]
    public async Task Only_the_target_hears_of_it()
    {
        using var alicesPage = Listen(Alice);
        using var bobsPage = Listen(Bob);

        await RecordAsync(new ActivityDraft("post.liked") { Actor = BobActs, TargetId = Alice.Id });

        Assert.Equal(LiveEventKind.Created, Assert.Single(await alicesPage.HeardAsync()).Kind);
        Assert.Empty(await bobsPage.HeardAsync());
    }

    [Fact]
    [Rule("2.2")]
    public async Task Without_a_target_nobody_is_notified()
    {
        var outcome = await RecordAsync(new ActivityDraft("post.liked") { Actor = BobActs });

        Assert.Equal((null, SkipReason.NoTarget), (outcome.Recipient, outcome.Reason));
    }

    [Fact]
    [Rule("2.2")]
    public async Task Nobody_is_notified_of_what_they_did_themselves()
    {
        var outcome = await RecordAsync(new ActivityDraft("post.liked") { Actor = BobActs, TargetId = Bob.Id });

        Assert.Equal(SkipReason.SelfAction, outcome.Reason);
        Assert.Empty(await IdsAsync(Bob));
    }

    [Fact]
    [Rule("2.2")]
    public async Task The_system_does_notify()
    {
        var outcome = await RecordAsync(new ActivityDraft("account.locked") { TargetId = Alice.Id });

        Assert.Equal(OutcomeKind.Created, outcome.Kind);
    }

    [Fact]
    [Rule("2.2")]
    public async Task The_switch_comes_before_every_other_rule()
    {
        await App.Get<ModuleService>().SetEnabledAsync(NotificationService.ModuleKey, false, BobActs);

        Assert.Equal(SkipReason.ModuleOff, (await RecordAsync(new ActivityDraft("post.liked"))).Reason);
        Assert.Equal(SkipReason.ModuleOff, (await RecordAsync(new ActivityDraft("post.liked") { Actor = BobActs, TargetId = Bob.Id })).Reason);
    }

    [Fact]
    [Rule("2.5")]
    public async Task A_target_without_an_account_is_skipped_with_the_reason()
    {
        var outcome = await RecordAsync(new ActivityDraft("post.liked") { TargetName = "stranger@example.org" });

        Assert.Equal(("stranger@example.org", SkipReason.UnknownRecipient), (outcome.Recipient, outcome.Reason));
    }

    [Fact]
    [Rule("2.5")]
    public async Task A_skip_is_kept_with_its_reason()
    {
        await RecordAsync(new ActivityDraft("post.liked") { Actor = BobActs, TargetId = Bob.Id });

        var skip = await QueryAsync(db => db.Set<Skip>().SingleAsync());
        Assert.Equal((Bob.Id, SkipReason.SelfAction, 1), (skip.Recipient, skip.Reason, skip.Count));
    }

    [Fact]
    [Rule("2.7")]
    public async Task An_actor_without_an_account_is_shown_with_the_key_that_vouches_for_it()
    {
        await RecordAsync(new ActivityDraft("post.liked") { Actor = new Actor(null, "octocat", "GitHub"), TargetId = Alice.Id });

        var shown = Assert.Single(await InboxOf(Alice).RecentAsync());
        Assert.Equal("octocat via GitHub", shown.Actor!.Display);
    }

    [Fact]
    [Rule("2.1")]
    public async Task Many_are_recorded_in_their_order()
    {
        await Activities.RecordManyAsync([new ActivityDraft("a.first"), new ActivityDraft("a.second")]);

        Assert.Equal(["a.second", "a.first"], (await Activities.ListAsync(new ActivityQuery())).Items.Select(a => a.Action));
    }

    [Fact]
    [Rule("2.1")]
    public async Task Admin_pages_hear_that_the_log_has_grown()
    {
        using var page = new Listener(App.Get<NotificationBroker>(), LiveTopic.Admins);

        await RecordAsync(new ActivityDraft("post.liked"));

        Assert.Equal(LiveEventKind.Activity, Assert.Single(await page.HeardAsync()).Kind);
    }

    private async Task<Outcome> RecordAsync(ActivityDraft draft) => Assert.Single((await Activities.RecordAsync(draft)).Outcomes);
}
