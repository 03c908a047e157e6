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

/// <summary>What ends a large sending before everybody is told.</summary>
public sealed class FanOutEndTests : FanOutTest
{
    [Fact]
    [Rule("10.2")]
    public async Task Switching_the_module_off_stops_it_for_good()
    {
        var id = await AcceptAsync(Everyone);
        await StepAsync(id);
        await SwitchAsync(false);

        await ToEndAsync(id);
        await SwitchAsync(true);
        await ToEndAsync(id);

        Assert.Equal((Crowd + 2, 1000, Crowd - 998, FanOutState.Stopped), await ProgressAsync(id));
        Assert.Equal(Crowd - 998, (await StatusAsync(id)).Skipped[SkipReason.ModuleOff]);
        Assert.Equal(1000, await QueryAsync(db => db.Set<Notification>().CountAsync()));
    }

    [Fact]
    [Rule("10.2")]
    public async Task Off_and_on_again_between_two_chunks_stops_it_too()
    {
        var id = await AcceptAsync(Everyone);
        await StepAsync(id);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await SwitchAsync(false);
        await SwitchAsync(true);

        await ToEndAsync(id);

        Assert.Equal((Crowd + 2, 1000, Crowd - 998, FanOutState.Stopped), await ProgressAsync(id));
    }

    [Fact]
    [Rule("10.2")]
    public async Task While_the_module_is_off_none_is_accepted()
    {
        await App.AddCrowdAsync(Crowd);
        await SwitchAsync(false);

        var result = await Notifications.SendAsync(Everyone, new NotificationDraft { Title = "Hello" });

        Assert.Equal((null, null, Crowd + 2), (result.MessageId, result.FanOutId, result.Reasons[SkipReason.ModuleOff]));
    }

    [Fact]
    [Rule("3.7")]
    public async Task Taking_the_message_back_ends_it()
    {
        var id = await AcceptAsync(Everyone);
        await StepAsync(id);

        Assert.Equal(1000, await Notifications.RetractAsync(SenderRef.Portal, (await FindAsync(id)).MessageId));
        await ToEndAsync(id);

        Assert.Equal((Crowd + 2, 1000, Crowd - 998, FanOutState.Stopped), await ProgressAsync(id));
        Assert.Equal(0, await QueryAsync(db => db.Set<Notification>().CountAsync()));
    }

    [Fact]
    [Rule("3.8")]
    public async Task It_ends_when_its_message_does()
    {
        var id = await AcceptAsync(Everyone, new NotificationDraft { Title = "Short", ExpiresAt = Clock.GetUtcNow().AddHours(1) });
        await StepAsync(id);
        Clock.Advance(TimeSpan.FromHours(1));
        await App.Get<DueMessages>().RunAsync();

        await ToEndAsync(id);

        Assert.Equal(FanOutState.Stopped, (await FindAsync(id)).State);
        Assert.Equal(0, await QueryAsync(db => db.Set<Notification>().CountAsync()));
    }
}
