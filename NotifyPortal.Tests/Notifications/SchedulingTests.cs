using Microsoft.EntityFrameworkCore;
using NotifyPortal.Activities;
using NotifyPortal.Live;
using NotifyPortal.Modules;
using NotifyPortal.Notifications;
using NotifyPortal.Notifications.Scheduling;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Notifications;

public sealed class SchedulingTests : PortalTest
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private DateTimeOffset Soon => Clock.GetUtcNow() + Hour;

    [Fact]
    [Rule("3.8")]
    public async Task What_is_to_be_sent_later_is_sent_then_and_once()
    {
        var result = await Notifications.SendAsync(Audience.Of(Alice.Id), new NotificationDraft { Title = "Later", PublishAt = Soon });
        Assert.NotNull(result.MessageId);
        await DueAsync();
        Assert.Empty(await IdsAsync(Alice));
        Assert.Equal(Soon, (await StatusAsync(result)).PublishAt);

        Clock.Advance(Hour);
        using var page = Listen(Alice);
        await DueAsync();
        await DueAsync();

        var id = Assert.Single(await IdsAsync(Alice));
        Assert.Equal(Clock.GetUtcNow(), (await InboxOf(Alice).FindAsync(id))!.CreatedAt);
        Assert.Equal((LiveEventKind.Created, id), (await page.HeardAsync()).Select(e => (e.Kind, e.Ids[0])).Single());
        var status = await StatusAsync(result);
        Assert.Equal((1, (DateTimeOffset?)null), (status.Recipients, status.PublishAt));
    }

    [Fact]
    [Rule("3.8")]
    public async Task Whom_it_is_for_is_found_out_when_it_is_sent()
    {
        await Notifications.SendAsync(new Audience { Everyone = true, Except = [Bob.Email!] }, new NotificationDraft { Type = "posts", Title = "Later", PublishAt = Soon });
        var carol = await AddUserAsync("carol");
        await App.MuteAsync(Alice, "posts");

        Clock.Advance(Hour);
        await DueAsync();

        Assert.Equal((0, 0, 1), ((await IdsAsync(Alice)).Count, (await IdsAsync(Bob)).Count, (await IdsAsync(carol)).Count));
    }

    [Fact]
    [Rule("3.8")]
    public async Task Until_then_it_can_be_cancelled()
    {
        var result = await Notifications.SendAsync(Audience.Of(Alice.Id), new NotificationDraft { Title = "Later", PublishAt = Soon });

        Assert.Equal(0, await Notifications.RetractAsync(SenderRef.Portal, result.MessageId!.Value));

        Clock.Advance(Hour);
        await DueAsync();
        Assert.Empty(await IdsAsync(Alice));
    }

    [Fact]
    [Rule("3.8")]
    public async Task Until_then_its_words_can_be_changed()
    {
        var result = await Notifications.SendAsync(Audience.Of(Alice.Id), new NotificationDraft { Title = "Later", PublishAt = Soon });
        await Notifications.EditAsync(SenderRef.Portal, result.MessageId!.Value, new MessageEdit("Sooner"));

        Clock.Advance(Hour);
        await DueAsync();

        Assert.Equal("Sooner", (await InboxOf(Alice).FindAsync((await IdsAsync(Alice))[0]))!.Title);
    }

    [Fact]
    [Rule("10.2")]
    public async Task What_falls_due_while_the_module_is_off_is_skipped_for_good()
    {
        var result = await Notifications.SendAsync(Audience.Of(Alice.Id), new NotificationDraft { Title = "Later", PublishAt = Soon });
        await SwitchAsync(false);
        Clock.Advance(Hour);
        await DueAsync();
        await SwitchAsync(true);
        await DueAsync();

        Assert.Empty(await IdsAsync(Alice));
        Assert.Equal(new Dictionary<SkipReason, int> { [SkipReason.ModuleOff] = 1 }, (await StatusAsync(result)).Skipped);
    }

    [Fact]
    [Rule("10.2")]
    public async Task While_the_module_is_off_nothing_is_taken_for_later()
    {
        await SwitchAsync(false);

        var result = await Notifications.SendAsync(Audience.Of(Alice.Id), new NotificationDraft { Title = "Later", PublishAt = Soon });

        Assert.Null(result.MessageId);
        Assert.Equal(SkipReason.ModuleOff, Assert.Single(result.Outcomes).Reason);
        Assert.Equal(0, await QueryAsync(db => db.Set<ScheduledMessage>().CountAsync()));
    }

    [Fact]
    [Rule("3.8")]
    public async Task A_quartz_trigger_sends_it_at_its_time()
    {
        using var page = Listen(Alice);

        await Notifications.SendAsync(Audience.Of(Alice.Id), new NotificationDraft { Title = "Now", PublishAt = Clock.GetUtcNow().AddMilliseconds(200) });
        Clock.Advance(TimeSpan.FromMilliseconds(200)); // timers go by real time

        await Until.TrueAsync(async () => (await page.HeardAsync()).Any(e => e.Kind == LiveEventKind.Created), "it has come");
    }

    [Fact]
    [Rule("3.8")]
    [Rule("3.10")]
    public async Task What_has_expired_is_gone_and_leaves_its_mark_for_streams()
    {
        var kept = await SendAsync(Alice);
        await Notifications.SendAsync(Audience.Of(Alice.Id, Bob.Id), new NotificationDraft { Title = "Short", ExpiresAt = Soon });
        var id = (await IdsAsync(Alice))[0];
        await InboxOf(Bob).DismissAllAsync(BulkSelection.All());
        await DueAsync();
        Assert.Equal(2, await InboxOf(Alice).CountUnreadAsync());

        Clock.Advance(Hour);
        using var page = Listen(Alice);
        await DueAsync();

        Assert.Equal([kept], await IdsAsync(Alice));
        Assert.Empty(await IdsAsync(Bob, new InboxQuery { Dismissed = DismissedFilter.Include }));
        Assert.Equal((LiveEventKind.Removed, id), (await page.HeardAsync()).Select(e => (e.Kind, e.Ids[0])).Single());
        Assert.Equal(2, await QueryAsync(db => db.Set<Removal>().CountAsync()));
    }

    [Fact]
    [Rule("3.4")]
    [Rule("3.8")]
    public async Task A_row_that_has_passed_to_a_newer_message_does_not_go_with_the_older()
    {
        await Notifications.SendAsync(Audience.Of(Alice.Id), new NotificationDraft { Title = "One", CollapseKey = "k", ExpiresAt = Soon });
        await Notifications.SendAsync(Audience.Of(Alice.Id), new NotificationDraft { Title = "Two", CollapseKey = "k" });

        Clock.Advance(Hour);
        await DueAsync();

        Assert.Single(await IdsAsync(Alice));
    }

    [Fact]
    [Rule("3.8")]
    public async Task The_end_can_be_set_and_moved_later()
    {
        var result = await Notifications.SendAsync(Audience.Of(Alice.Id), new NotificationDraft { Title = "Short" });
        await Notifications.EditAsync(SenderRef.Portal, result.MessageId!.Value, new MessageEdit(ExpiresAt: Soon));
        await Notifications.EditAsync(SenderRef.Portal, result.MessageId!.Value, new MessageEdit(ExpiresAt: Soon + Hour));

        Clock.Advance(Hour);
        await DueAsync();
        Assert.Single(await IdsAsync(Alice));

        Clock.Advance(Hour);
        await DueAsync();
        Assert.Empty(await IdsAsync(Alice));
    }

    [Fact]
    [Rule("3.8")]
    public async Task What_was_to_be_sent_and_over_during_a_downtime_is_never_shown()
    {
        var result = await Notifications.SendAsync(Audience.Of(Alice.Id), new NotificationDraft { Title = "Short", PublishAt = Soon, ExpiresAt = Soon + Hour });
        using var page = Listen(Alice);

        Clock.Advance(3 * Hour);
        await DueAsync();

        Assert.Empty(await page.HeardAsync());
        Assert.Null((await StatusAsync(result)).PublishAt);
    }

    [Fact]
    [Rule("3.8")]
    public async Task Each_run_says_when_the_next_is_due()
    {
        Assert.Null(await DueAsync());

        await Notifications.SendAsync(Audience.Of(Alice.Id), new NotificationDraft { Title = "Short", ExpiresAt = Soon + Hour });
        Assert.Equal(Soon + Hour, await DueAsync());

        await Notifications.SendAsync(Audience.Of(Alice.Id), new NotificationDraft { Title = "Later", PublishAt = Soon });
        Assert.Equal(Soon, await DueAsync());
    }

    [Theory]
    [Rule("3.8")]
    [InlineData(0, null, NotificationMode.Queued)]
    [InlineData(-1, null, NotificationMode.Queued)]
    [InlineData(null, 0, NotificationMode.Queued)]
    [InlineData(2, 1, NotificationMode.Queued)]
    [InlineData(1, 1, NotificationMode.Queued)]
    [InlineData(100_000, null, NotificationMode.Queued)]
    [InlineData(1, null, NotificationMode.Ephemeral)]
    [InlineData(null, 1, NotificationMode.Ephemeral)]
    public async Task Times_that_make_no_sense_are_refused(int? publishInHours, int? expireInHours, NotificationMode mode)
    {
        DateTimeOffset? In(int? hours) => hours is null ? null : Clock.GetUtcNow().AddHours(hours.Value);

        await Assert.ThrowsAsync<ArgumentException>(() => Notifications.SendAsync(
            Audience.Of(Alice.Id), new NotificationDraft { Title = "x", Mode = mode, PublishAt = In(publishInHours), ExpiresAt = In(expireInHours) }));

        Assert.Equal(0, await QueryAsync(db => db.Set<Message>().CountAsync()));
    }

    private Task<DateTimeOffset?> DueAsync() => App.Get<DueMessages>().RunAsync();

    private async Task<MessageStatus> StatusAsync(SendResult result) => (await Notifications.FindStatusAsync(SenderRef.Portal, result.MessageId!.Value))!;

    private Task<ModuleState?> SwitchAsync(bool on) => App.Get<ModuleService>().SetEnabledAsync(NotificationService.ModuleKey, on, new Actor(null, "Ada"));
}
