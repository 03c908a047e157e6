using Microsoft.EntityFrameworkCore;
using NotifyPortal.Activities;
using NotifyPortal.Live;
using NotifyPortal.Modules;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Modules;

[Rule("10")]
public sealed class ModuleSwitchTests : PortalTest
{
    private static readonly Actor Admin = new(null, "Ada");

    private ModuleService Modules => App.Get<ModuleService>();

    [Fact]
    [Rule("10.1")]
    public async Task Notifications_are_on_in_a_fresh_database()
    {
        var module = await Modules.FindAsync(NotificationService.ModuleKey);

        Assert.True(module!.Enabled);
        Assert.Null(module.ChangedAt);
    }

    [Fact]
    [Rule("10.1")]
    public async Task The_module_says_what_it_is()
    {
        var module = (await Modules.FindAsync(NotificationService.ModuleKey))!.Definition;

        Assert.Contains(module.Pages, p => p.Path == "/notifications");
        Assert.NotEmpty(module.Description);
        Assert.True(Icons.IsKnown(module.Icon));
    }

    [Fact]
    [Rule("10.1")]
    public void Of_two_modules_with_one_key_the_first_counts()
    {
        var registry = new ModuleRegistry([new ModuleDefinition("a", "First", "", "info", []), new ModuleDefinition("a", "Second", "", "info", [])]);

        Assert.Equal("First", Assert.Single(registry.All).Name);
    }

    [Fact]
    [Rule("10.2")]
    public async Task Off_nothing_is_created()
    {
        await SwitchAsync(false);

        var outcome = await Notifications.CreateAsync(Alice.Id, new NotificationDraft { Title = "Hello" });

        Assert.Equal(SkipReason.ModuleOff, outcome.Reason);
        Assert.Equal(0, await QueryAsync(db => db.Set<Message>().CountAsync()));
    }

    [Fact]
    [Rule("10.2")]
    public async Task Off_every_recipient_is_skipped_for_that_reason()
    {
        await SwitchAsync(false);

        var result = await Notifications.SendAsync(Audience.Of(Alice.Id, Bob.Id, "nobody@example.org"), new NotificationDraft { Title = "Hello" });

        Assert.Equal(3, result.Reasons[SkipReason.ModuleOff]);
    }

    [Fact]
    [Rule("10.2")]
    public async Task Off_recipients_hear_nothing()
    {
        await SwitchAsync(false);
        using var page = Listen(Alice);

        await Notifications.CreateAsync(Alice.Id, new NotificationDraft { Title = "Hello" });

        Assert.Empty(await page.HeardAsync());
    }

    [Fact]
    [Rule("10.2")]
    public async Task Off_an_activity_is_still_recorded()
    {
        await SwitchAsync(false);

        await App.Get<ActivityLog>().RecordAsync(new ActivityDraft("post.liked") { TargetId = Alice.Id });

        Assert.Single((await App.Get<ActivityLog>().ListAsync(new ActivityQuery { Action = "post.liked" })).Items);
    }

    [Fact]
    [Rule("10.2")]
    public async Task Off_stored_rows_stay_and_can_be_dealt_with()
    {
        var ids = await SendManyAsync(Alice, 2);
        await SwitchAsync(false);

        await InboxOf(Alice).MarkSeenAsync(ids[0]);
        await InboxOf(Alice).DismissAsync(ids[1]);

        Assert.Equal(new InboxCounts(0, 1, 1), await InboxOf(Alice).CountAsync());
    }

    [Fact]
    [Rule("10.2")]
    public async Task On_again_everything_is_back_at_once()
    {
        var before = await SendAsync(Alice);
        await SwitchAsync(false);
        await SwitchAsync(true);

        var after = await SendAsync(Alice);

        Assert.Equal([after, before], await IdsAsync(Alice));
    }

    [Fact]
    [Rule("10.3")]
    public async Task The_switch_says_since_when_and_by_whom()
    {
        var module = await SwitchAsync(false);

        Assert.Equal((false, Clock.GetUtcNow(), "Ada"), (module!.Enabled, module.ChangedAt, module.ChangedBy));
    }

    [Fact]
    [Rule("10.3")]
    public async Task Switching_is_an_activity_with_its_actor()
    {
        await SwitchAsync(false);

        var entry = Assert.Single((await App.Get<ActivityLog>().ListAsync(new ActivityQuery { Action = "module.disabled" })).Items);
        Assert.Equal(("Ada", NotificationService.ModuleKey), (entry.ActorName, entry.ResourceId));
    }

    [Fact]
    [Rule("10.3")]
    public async Task Every_open_page_hears_of_the_switch()
    {
        using var alicesPage = Listen(Alice);
        using var visitorsPage = new Listener(App.Get<NotificationBroker>());

        await SwitchAsync(false);

        Assert.Equal((LiveEventKind.Module, NotificationService.ModuleKey), Only(await alicesPage.HeardAsync()));
        Assert.Equal((LiveEventKind.Module, NotificationService.ModuleKey), Only(await visitorsPage.HeardAsync()));
    }

    [Fact]
    [Rule("10.3")]
    public async Task Setting_what_is_set_changes_records_and_tells_nothing()
    {
        await SwitchAsync(false);
        using var page = new Listener(App.Get<NotificationBroker>(), LiveTopic.Admins);
        Clock.Advance(TimeSpan.FromHours(1));

        var module = await SwitchAsync(false);

        Assert.Empty(await page.HeardAsync());
        Assert.Equal(Clock.GetUtcNow().AddHours(-1), module!.ChangedAt);
        Assert.Single((await App.Get<ActivityLog>().ListAsync(new ActivityQuery())).Items);
    }

    [Fact]
    [Rule("10.1")]
    public async Task An_unknown_module_cannot_be_switched() =>
        Assert.Null(await Modules.SetEnabledAsync("no-such", false, Admin));

    [Fact]
    [Rule("10.2")]
    public async Task Nothing_commits_after_the_switch_has()
    {
        using var stop = new CancellationTokenSource();
        var sending = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await Notifications.CreateAsync(Alice.Id, new NotificationDraft { Title = "Hello" });
            }
        })).ToList();
        await Until.TrueAsync(async () => await InboxOf(Alice).CountUnreadAsync() > 5, "some are sent");

        await SwitchAsync(false);
        var then = await InboxOf(Alice).CountUnreadAsync();
        await Until.TrueAsync(async () => await QueryAsync(db => db.Set<Skip>().CountAsync()) > 5, "some are skipped");

        Assert.Equal(then, await InboxOf(Alice).CountUnreadAsync());
        await stop.CancelAsync();
        await Task.WhenAll(sending);
    }

    [Fact]
    [Rule("10.3")]
    public async Task A_switch_that_cannot_be_read_counts_as_on()
    {
        await SwitchAsync(false);
        await QueryAsync(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE \"Modules\" RENAME TO \"Elsewhere\""));

        Assert.True(await Modules.IsEnabledAsync(NotificationService.ModuleKey));
    }

    private Task<ModuleState?> SwitchAsync(bool on) => Modules.SetEnabledAsync(NotificationService.ModuleKey, on, Admin);

    private static (LiveEventKind Kind, string? Key) Only(IReadOnlyList<LiveEvent> heard) => (Assert.Single(heard).Kind, heard[0].Key);
}
