using Microsoft.EntityFrameworkCore;
using NotifyPortal.Activities;
using NotifyPortal.Notifications;
using NotifyPortal.Notifications.Extending;
using NotifyPortal.Notifications.FanOuts;
using NotifyPortal.Notifications.Topics;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Notifications.Extending;

[Rule("13.1")]
public sealed class FilterTests : ShopTest
{
    public static TheoryData<NotificationScope> Scopes => [.. Enum.GetValues<NotificationScope>()];

    [Theory]
    [MemberData(nameof(Scopes))]
    public async Task What_a_filter_holds_back_reaches_nobody_in_any_scope(NotificationScope scope)
    {
        await SubscribeAsync();

        var result = await Notifications.SendAsync(Audience(scope), Draft("A Secret", scope));

        Assert.Equal((null, null, 0), (result.MessageId, result.EphemeralId, result.Created));
        Assert.All(result.Outcomes, outcome => Assert.Equal((OutcomeKind.Skipped, SkipReason.Filtered), (outcome.Kind, outcome.Reason!.Value)));
        Assert.NotEmpty(result.Outcomes);
        Assert.Equal(0, await QueryAsync(db => db.Set<Message>().CountAsync()));
    }

    [Theory]
    [MemberData(nameof(Scopes))]
    public async Task Filters_change_it_in_their_order_and_know_the_scope(NotificationScope scope)
    {
        await SubscribeAsync();

        await Notifications.SendAsync(Audience(scope), Draft("scope", scope));

        // Shout (5) wrote it large before NameScope (20) looked for it.
        await Until.TrueAsync(() => Ledger.Heard.Any(line => line.StartsWith($"sent SCOPE {scope} to {scope}", StringComparison.Ordinal)), $"it is sent to {scope}");
    }

    [Theory]
    [InlineData("throw")]
    [InlineData("bad link")]
    public async Task A_broken_filter_is_passed_over(string title)
    {
        var outcome = await Notifications.CreateAsync(Alice.Id, new NotificationDraft { Title = title, Link = "/here" });

        var view = await InboxOf(Alice).FindAsync(outcome.NotificationId!.Value);
        Assert.Equal((title, "/here"), (view!.Title, view.Link));
    }

    [Fact]
    public async Task An_activity_is_kept_and_its_notification_held_back()
    {
        var result = await App.Get<ActivityLog>().RecordAsync(new ActivityDraft("deal.made") { TargetId = Alice.Id, Presentation = new Presentation("The secret deal") });

        Assert.Equal(SkipReason.Filtered, Assert.Single(result.Outcomes).Reason);
        Assert.Single((await App.Get<ActivityLog>().ListAsync(new ActivityQuery { Action = "deal.made" })).Items);
    }

    [Fact]
    public async Task What_is_held_back_does_not_wait_for_its_time_either()
    {
        var result = await Notifications.SendAsync(
            NotifyPortal.Notifications.Audience.Of(Alice.Id), new NotificationDraft { Title = "secret", PublishAt = Clock.GetUtcNow().AddHours(1) });

        Assert.Null(result.MessageId);
        Assert.Equal(0, await QueryAsync(db => db.Set<FanOut>().CountAsync()));
    }

    private Task<bool> SubscribeAsync() => App.Get<Topics>().SubscribeAsync(Alice.Id, "blog");

    private Audience Audience(NotificationScope scope) => scope switch
    {
        NotificationScope.User => NotifyPortal.Notifications.Audience.Of(Alice.Id),
        NotificationScope.Session => new Audience { Session = new string('a', 32) },
        NotificationScope.Topic => new Audience { Topic = "blog" },
        NotificationScope.Role => new Audience { Role = "Admin", Users = [Alice.Id] },
        NotificationScope.Everyone => new Audience { Everyone = true, Role = "Admin" },
        _ => new Audience { Broadcast = true },
    };

    private static NotificationDraft Draft(string title, NotificationScope scope) => new()
    {
        Title = title,
        Mode = scope == NotificationScope.Broadcast ? NotificationMode.Ephemeral : NotificationMode.Queued,
    };
}
