using System.Diagnostics;
using Microsoft.Extensions.Options;
using NotifyPortal.Accounts;
using NotifyPortal.Activities;
using NotifyPortal.Data;
using NotifyPortal.Live;
using NotifyPortal.Modules;
using NotifyPortal.Notifications;
using NotifyPortal.Notifications.Preferences;
using NotifyPortal.Notifications.Retention;
using NotifyPortal.Settings;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Replicas;

/// <summary>What one replica writes, and no signal tells: the others notice it by themselves.</summary>
[Rule("P4")]
public sealed class UnheardChangesTests : TwoReplicasTest
{
    [Fact]
    public async Task A_persons_pages_read_again_and_nobody_elses_do()
    {
        using var alice = Listen(B, Alice);
        using var bob = Listen(B, Bob);

        await SendAsync(A, Alice);

        await HearsAsync(alice);
        Assert.Empty(await bob.HeardAsync(resyncs: true));
    }

    [Theory]
    [InlineData("seen")]
    [InlineData("dismissed")]
    [InlineData("retracted")]
    public async Task So_they_do_when_a_row_changes_or_goes(string change)
    {
        var sent = (await SendAsync(A, Alice)).NotificationId!.Value;
        await SettleAsync();
        using var alice = Listen(B, Alice);

        switch (change)
        {
            case "seen": await A.Get<Inboxes>().Of(Alice.Id).MarkSeenAsync(sent); break;
            case "dismissed": await A.Get<Inboxes>().Of(Alice.Id).DismissAsync(sent); break;
            default: await A.Get<NotificationService>().RetractAsync(new SenderRef("root", Admin: true), await MessageOfAsync(sent)); break;
        }

        await HearsAsync(alice);
    }

    [Fact]
    public async Task What_a_replica_has_told_itself_is_not_told_again()
    {
        using var alice = Listen(B, Alice);
        using var bob = Listen(B, Bob);
        await SendAsync(B, Alice);

        await SendAsync(A, Bob); // told by a look that came after Alice's

        await HearsAsync(bob);
        Assert.Equal(LiveEventKind.Created, Assert.Single(await alice.HeardAsync(resyncs: true)).Kind);
    }

    [Fact]
    public async Task What_a_signal_has_told_is_not_told_again()
    {
        await SettleAsync();
        using var alice = Listen(B, Alice);
        using var bob = Listen(B, Bob);
        await SignalAsync();

        await SendAsync(A, Bob);

        await HearsAsync(bob);
        Assert.Equal(LiveEventKind.Created, Assert.Single(await alice.HeardAsync(resyncs: true)).Kind);
    }

    [Fact]
    public async Task What_has_happened_beside_what_a_signal_has_told_is_told()
    {
        await SettleAsync();
        using var alice = Listen(B, Alice);
        await SignalAsync();

        await SendAsync(A, Alice);

        await HearsAsync(alice);
    }

    [Fact]
    [Rule("T28")]
    public async Task What_a_forged_signal_has_told_somebody_else_is_told()
    {
        await SettleAsync();
        using var alice = Listen(B, Alice);
        await SignalAsync(to: Bob);

        await HearsAsync(alice);
    }

    [Fact]
    public async Task A_setting_holds()
    {
        Assert.True(await A.Get<SettingsService>().SetAsync("Retention:Days", "30", "root", (_, _) => { }));

        await Until.TrueAsync(() => B.Get<IOptionsMonitor<RetentionOptions>>().CurrentValue.EffectiveDays == 30, "it holds on the other replica, too", Healed);
    }

    [Fact]
    [Rule("10.3")]
    public async Task The_switch_is_followed_by_all()
    {
        using var bob = Listen(B, Bob);

        await A.Get<ModuleService>().SetEnabledAsync(NotificationService.ModuleKey, false, new Actor(null, "root"));

        await HearsAsync(bob);
    }

    [Fact]
    [Rule("P11")]
    public async Task A_sign_in_that_has_ended_is_asked_for_again()
    {
        var (id, _) = await A.Get<SignInStore>().BeginAsync(Alice, "Firefox", null);
        Assert.NotNull(await B.Get<SignInStore>().FindAsync(id));
        await SettleAsync();
        using var alice = Listen(B, Alice);

        await A.Get<SignInStore>().EndAsync(Alice.Id, id);

        await HearsAsync(alice);
        await Until.TrueAsync(async () => await B.Get<SignInStore>().FindAsync(id) is null, "requests are turned away", Healed);
    }

    [Fact]
    public async Task A_preference_is_seen()
    {
        using var alice = Listen(B, Alice);

        await A.Get<Preferences>().SetAsync(Alice.Id, [new PreferenceChange("posts", Wanted: false)]);

        await HearsAsync(alice);
    }

    [Fact]
    public async Task An_admins_pages_read_again_when_anything_was_recorded()
    {
        using var admin = new Listener(B.Get<NotificationBroker>(), LiveTopic.Admins);

        await A.Get<ActivityLog>().RecordAsync(new ActivityDraft("build.done"));

        await HearsAsync(admin);
    }

    // Alice gets one, and somebody is told, as if a backplane had carried it.
    private async Task SignalAsync(PortalUser? to = null)
    {
        var sent = (await SendAsync(A, Alice)).NotificationId!.Value;
        B.Get<NotificationBroker>().PublishHere(LiveTopic.User((to ?? Alice).Id), LiveEvent.Of(LiveEventKind.Created, sent));
    }

    private static async Task HearsAsync(Listener listener)
    {
        var watch = Stopwatch.StartNew();

        while ((await listener.NextAsync()).All(signal => signal.Kind != LiveEventKind.Resync))
        {
        }

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Healed);
    }

    // What was written until now has been told.
    private async Task SettleAsync()
    {
        using var bob = Listen(B, Bob);
        await SendAsync(A, Bob);
        await HearsAsync(bob);
    }

    private async Task<long> MessageOfAsync(long notification)
    {
        await using var db = await A.Get<Microsoft.EntityFrameworkCore.IDbContextFactory<PortalDbContext>>().CreateDbContextAsync();

        return db.Set<Notification>().Where(n => n.Id == notification).Select(n => n.MessageId).Single();
    }
}
