using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NotifyPortal.Accounts;
using NotifyPortal.Activities;
using NotifyPortal.Data;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Notifications;

public sealed class MutingTests : PortalTest
{
    private static readonly NotificationDraft Liked = new() { Action = "post.liked" };

    [Fact]
    [Rule("2.2")]
    public async Task An_activity_of_a_muted_type_is_skipped_and_nobody_hears_of_it()
    {
        await App.MuteAsync(Alice, "posts.likes");
        using var page = Listen(Alice);

        var result = await App.Get<ActivityLog>().RecordAsync(new ActivityDraft("post.liked") { TargetId = Alice.Id, Actor = new Actor(Bob.Id, "Bob") });

        Assert.Equal(Outcome.Skip(Alice.Id, SkipReason.Muted), Assert.Single(result.Outcomes));
        Assert.Empty(await IdsAsync(Alice));
        Assert.Empty(await page.HeardAsync());
    }

    [Theory]
    [InlineData(true, SkipReason.ModuleOff)]
    [InlineData(false, SkipReason.SelfAction)]
    [Rule("2.2")]
    public async Task The_switch_and_the_own_action_come_before_the_mute(bool off, SkipReason reason)
    {
        await App.MuteAsync(Alice, "posts.likes");
        await App.Get<NotifyPortal.Modules.ModuleService>().SetEnabledAsync(NotificationService.ModuleKey, !off, new Actor(null, "Ada"));

        var result = await App.Get<ActivityLog>().RecordAsync(new ActivityDraft("post.liked") { TargetId = Alice.Id, Actor = new Actor(Alice.Id, "Alice") });

        Assert.Equal(reason, Assert.Single(result.Outcomes).Reason);
    }

    [Fact]
    [Rule("3.1")]
    public async Task Those_who_muted_it_are_left_out_and_counted()
    {
        await App.MuteAsync(Alice, "posts");

        var result = await Notifications.SendAsync(Audience.Of(Alice.Id, Bob.Id), Liked);

        Assert.Equal((1, 1), (result.Created, result.Reasons[SkipReason.Muted]));
        Assert.Empty(await IdsAsync(Alice));
        Assert.Single(await IdsAsync(Bob));
    }

    [Fact]
    [Rule("3.1")]
    public async Task When_all_have_muted_it_no_message_is_written()
    {
        await App.MuteAsync(Alice, "posts");

        Assert.Null((await Notifications.SendAsync(Audience.Of(Alice.Id), Liked)).MessageId);
    }

    [Fact]
    [Rule("3.2")]
    public async Task A_type_given_is_filtered_like_an_action()
    {
        await App.MuteAsync(Alice, "posts.likes");

        var outcome = await Notifications.CreateAsync("alice@example.org", new NotificationDraft { Type = "posts.likes", Title = "Liked" });

        Assert.Equal(Outcome.Skip("alice@example.org", SkipReason.Muted), outcome);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(null, "demo.my_thing")]
    [InlineData("unheard-of", null)]
    [Rule("3.2")]
    [Rule("8.3")]
    public async Task What_belongs_to_no_known_type_is_always_delivered(string? type, string? action)
    {
        await App.MuteAsync(Alice, "posts", "system", "security", "account", "comments");

        Assert.Equal(OutcomeKind.Created, (await Notifications.CreateAsync(Alice.Id, new NotificationDraft { Type = type, Action = action, Title = "Hi" })).Kind);
    }

    [Fact]
    [Rule("8.3")]
    public async Task When_preferences_cannot_be_read_everything_is_delivered()
    {
        await App.MuteAsync(Alice, "posts");
        await QueryAsync(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE \"Preferences\" RENAME TO \"Away\""));

        Assert.Equal(OutcomeKind.Created, (await Notifications.CreateAsync(Alice.Id, Liked)).Kind);
    }

    [Fact]
    [Rule("8.4")]
    public async Task A_required_type_reaches_also_those_who_had_muted_it()
    {
        await App.MuteAsync(Alice, "posts", "posts.likes");
        await App.RequireAsync("posts");

        Assert.Equal(OutcomeKind.Created, (await Notifications.CreateAsync(Alice.Id, Liked)).Kind);
    }

    [Fact]
    [Rule("8.2")]
    public async Task What_was_delivered_before_the_mute_stays()
    {
        var id = await SendAsync(Alice, type: "posts");

        await App.MuteAsync(Alice, "posts");

        Assert.Equal([id], await IdsAsync(Alice));
    }

    [Fact]
    [Rule("11.4")]
    public async Task A_preview_counts_who_has_muted_it()
    {
        await App.MuteAsync(Alice, "posts");

        Assert.Equal(new AudiencePreview(2, 1, false), await Notifications.PreviewAsync(new Audience { Everyone = true }, Liked));
        Assert.Equal(new AudiencePreview(2, 0, false), await Notifications.PreviewAsync(new Audience { Everyone = true }, new NotificationDraft { Title = "Hi" }));
    }

    [Fact]
    [Rule("3.1")]
    public async Task Ten_thousand_recipients_are_filtered_by_one_statement()
    {
        await App.AddCrowdAsync(9_999);
        await App.MuteAsync(Alice, "posts");
        using var count = new StatementCount();

        var result = await Notifications.SendAsync(Audience.Of([.. Enumerable.Range(1, 9_999).Select(i => $"crowd-{i:D5}"), Alice.Id]), Liked);

        Assert.Equal((9_999, 1), (result.Created, result.Reasons[SkipReason.Muted]));
        Assert.Single(count.Statements, s => s.Contains("\"Preferences\"", StringComparison.Ordinal));
    }
}
