using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyPortal.Activities;
using NotifyPortal.Data;
using NotifyPortal.Jobs;
using NotifyPortal.Live;
using NotifyPortal.Modules;
using NotifyPortal.Notifications;
using NotifyPortal.Notifications.FanOuts;
using NotifyPortal.Notifications.Scheduling;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Notifications.FanOuts;

/// <summary>More recipients than one transaction tells.</summary>
public sealed class FanOutJobTests : FanOutTest
{
    [Fact]
    [Rule("3.1")]
    public async Task Everybody_is_told_once()
    {
        await App.AddCrowdAsync(Crowd);
        using var page = Listen(Alice);

        var created = await Notifications.CreateManyAsync([.. await IdsOfAllAsync(), Alice.Email!], new NotificationDraft { Title = "Hello" });

        Assert.Equal(Crowd + 2, created);
        Assert.Equal(Crowd + 2, await QueryAsync(db => db.Set<Notification>().Select(n => n.RecipientId).Distinct().CountAsync()));
        Assert.Equal(1, await QueryAsync(db => db.Set<Message>().CountAsync()));
        Assert.Equal(0, await QueryAsync(db => db.Set<FanOutChunk>().CountAsync()));
        Assert.Equal(LiveEventKind.Created, Assert.Single(await page.HeardAsync()).Kind);
    }

    [Fact]
    [Rule("3.1")]
    public async Task It_goes_in_chunks_and_says_how_far_it_is()
    {
        var id = await AcceptAsync(Everyone with { Users = ["ghost@example.org"], Except = [Bob.Id] });
        Assert.Equal((Crowd + 2, 0, 1, FanOutState.Running), await ProgressAsync(id));

        await StepAsync(id);
        Assert.Equal((Crowd + 2, 1000, 1, FanOutState.Running), await ProgressAsync(id));

        await ToEndAsync(id);
        Assert.Equal((Crowd + 2, Crowd + 1, 1, FanOutState.Done), await ProgressAsync(id));
        Assert.Empty(await IdsAsync(Bob));
    }

    [Fact]
    [Rule("3.1")]
    public async Task Others_get_through_between_two_chunks()
    {
        var id = await AcceptAsync(Everyone);
        await StepAsync(id);

        await SendAsync(Alice, "In between");
        await ToEndAsync(id);

        var titles = (await InboxOf(Alice).ListAsync(new InboxQuery())).Page.Items.Select(n => n.Title).Order();
        Assert.Equal(["Hello", "In between"], titles);
    }

    [Fact]
    [Rule("3.1")]
    public async Task Whom_it_is_for_is_settled_when_it_is_accepted()
    {
        var id = await AcceptAsync(Everyone);
        var late = await AddUserAsync("late");

        await ToEndAsync(id);

        Assert.Empty(await IdsAsync(late));
    }

    [Fact]
    [Rule("2.6")]
    public async Task Who_was_deactivated_meanwhile_receives_nothing()
    {
        var id = await AcceptAsync(Everyone);
        await App.Get<StoreWriter>().WriteAsync((db, token) => db.Users.Where(u => u.Id == Alice.Id).ExecuteUpdateAsync(set => set.SetProperty(u => u.DeactivatedAt, Clock.Now()), token));
        await App.Get<StoreWriter>().WriteAsync((db, token) => db.Users.Where(u => u.Id == Bob.Id).ExecuteDeleteAsync(token));

        await ToEndAsync(id);

        Assert.Equal((Crowd + 2, Crowd, 2, FanOutState.Done), await ProgressAsync(id));
        Assert.Empty(await IdsAsync(Alice));
    }

    [Fact]
    [Rule("3.2")]
    public async Task Who_has_muted_it_is_left_out_and_counted()
    {
        await App.MuteAsync(Alice, "posts");
        var id = await AcceptAsync(Everyone, new NotificationDraft { Type = "posts", Title = "Hello" });

        await ToEndAsync(id);

        Assert.Equal((Crowd + 2, Crowd + 1, 1, FanOutState.Done), await ProgressAsync(id));
        Assert.Equal(1, (await StatusAsync(id)).Skipped[SkipReason.Muted]);
    }

    [Fact]
    [Rule("3.4")]
    public async Task Open_rows_take_it_in_once_and_count_as_folded()
    {
        await Notifications.CreateAsync(Alice.Id, new NotificationDraft { Title = "First", CollapseKey = "k" });
        var id = await AcceptAsync(Everyone, new NotificationDraft { Title = "Again", CollapseKey = "k" });

        await ToEndAsync(id);
        await ToEndAsync(id);

        var fanOut = await FindAsync(id);
        Assert.Equal((Crowd + 1, 1, 0), (fanOut.Created, fanOut.Folded, fanOut.Skipped));
        Assert.Equal(2, (await InboxOf(Alice).FindAsync((await IdsAsync(Alice))[0]))!.Occurrences);
    }

    [Fact]
    [Rule("3.1")]
    [Rule("3.8")]
    public async Task One_that_waits_for_its_time_becomes_a_job_then()
    {
        ByItself = true;
        await App.AddCrowdAsync(Crowd);
        await Notifications.SendAsync(Everyone, new NotificationDraft { Title = "Later", PublishAt = Clock.GetUtcNow().AddHours(1) });

        Clock.Advance(TimeSpan.FromHours(1));
        await App.Get<DueMessages>().RunAsync(); // wakes the job

        await Until.TrueAsync(async () => await QueryAsync(db => db.Set<FanOut>().AnyAsync(f => f.State == FanOutState.Done)), "all are told");
        Assert.Equal(Crowd + 2, await QueryAsync(db => db.Set<Notification>().CountAsync()));
    }

    [Fact]
    [Rule("3.1")]
    public async Task The_job_does_it_by_itself()
    {
        ByItself = true;
        await App.AddCrowdAsync(Crowd);

        var id = (await Notifications.SendAsync(Everyone, new NotificationDraft { Title = "Hello" })).FanOutId!.Value;

        await Until.TrueAsync(async () => (await FindAsync(id)).State == FanOutState.Done, "all are told");
        Assert.Equal(Crowd + 2, (await FindAsync(id)).Created);
    }
}
