using Microsoft.EntityFrameworkCore;
using NotifyPortal.Accounts;
using NotifyPortal.Activities;
using NotifyPortal.Live;
using NotifyPortal.Notifications;
using NotifyPortal.Notifications.Retention;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Notifications.Retention;

/// <summary>How a pass goes, and what it leaves behind.</summary>
public sealed class PrunePassTests : PortalTest
{
    private RetentionService Service => App.Get<RetentionService>();

    [Fact]
    [Rule("3.10")]
    [Rule("12.3")]
    public async Task Open_pages_hear_of_their_own_rows_and_streams_find_them_later()
    {
        var id = await SendAsync(Alice);
        await InboxOf(Alice).MarkSeenAsync(id);
        Clock.Advance(TimeSpan.FromDays(91));
        using var page = Listen(Alice);
        using var other = Listen(Bob);

        await Service.PruneAsync();

        Assert.Equal((LiveEventKind.Removed, id), (await page.HeardAsync()).Select(e => (e.Kind, e.Ids[0])).Single());
        Assert.Empty(await other.HeardAsync());
        Assert.Equal(id, await QueryAsync(db => db.Set<Removal>().Select(r => r.NotificationId).SingleAsync()));
    }

    [Fact]
    [Rule("12.3")]
    public async Task More_than_a_chunk_goes_in_chunks_and_others_get_through()
    {
        await App.AddCrowdAsync(2500);
        await Notifications.SendAsync(new Audience { Everyone = true }, new NotificationDraft { Title = "Hello" });
        Clock.Advance(TimeSpan.FromDays(181));
        using var statements = new StatementCount();

        Assert.Equal(new PruneResult(2502, 0, 1), await Service.PruneAsync());

        Assert.Equal(3, statements.Statements.Count(s => s.Contains("INSERT INTO \"Removals\"", StringComparison.Ordinal)));
    }

    [Fact]
    [Rule("12.3")]
    public async Task It_says_what_it_removed_and_who_asked_for_it()
    {
        await InboxOf(Alice).MarkSeenAsync(await SendAsync(Alice));
        Clock.Advance(TimeSpan.FromDays(91));

        await Service.PruneAsync(by: new Actor(null, "Ada"));

        var last = (await Service.LastAsync())!;
        Assert.Equal((Clock.GetUtcNow(), 1, 1, "Ada"), (last.At, last.Notifications, last.Messages, last.By));
        var record = (await App.Get<ActivityLog>().ListAsync(new ActivityQuery())).Items[0];
        Assert.Equal(("notifications.pruned", "Ada"), (record.Action, record.Actor!.Display));
    }

    [Fact]
    [Rule("12.3")]
    public async Task A_pass_follows_ten_minutes_after_the_last_and_records_nothing_in_the_log()
    {
        Assert.Equal(Clock.GetUtcNow().AddMinutes(1), await Service.RunAsync(default)); // a start has more to do
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(Clock.GetUtcNow().AddMinutes(10), await Service.RunAsync(default));
        Clock.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal(Clock.GetUtcNow().AddMinutes(6), await Service.RunAsync(default));

        Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(Clock.GetUtcNow().AddMinutes(10), await Service.RunAsync(default));

        Assert.Equal(Clock.GetUtcNow(), (await Service.LastAsync())!.At);
        Assert.Empty((await App.Get<ActivityLog>().ListAsync(new ActivityQuery())).Items);
    }

    [Fact]
    [Rule("2.5")]
    public async Task What_nobody_counts_goes_too()
    {
        var id = await SendAsync(Alice);
        await InboxOf(Alice).MarkSeenAsync(id);
        await Notifications.CreateAsync("ghost@example.org", new NotificationDraft { Title = "x" });
        await Notifications.RetractAsync(SenderRef.Portal, (await Notifications.SendAsync(Audience.Of(Bob.Id), new NotificationDraft { Title = "x" })).MessageId!.Value);
        await App.Get<SignInStore>().EndAsync(Alice.Id, (await App.Get<SignInStore>().BeginAsync(Alice, "Browser", null)).Id);
        Clock.Advance(TimeSpan.FromDays(8));
        await Service.PruneAsync();
        Assert.Equal((0, 0, 0, 1), await LeftAsync());

        Clock.Advance(TimeSpan.FromDays(90));
        await Service.PruneAsync();
        Assert.Equal(0, (await LeftAsync()).SignIns);
    }

    private Task<(int Skips, int Removals, int Operations, int SignIns)> LeftAsync() => QueryAsync(async db =>
        (await db.Set<Skip>().CountAsync(), await db.Set<Removal>().CountAsync(), await db.Set<Operation>().CountAsync(), await db.Set<SignIn>().CountAsync()));
}
