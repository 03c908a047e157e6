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

/// <summary>A portal with more users than one transaction tells.</summary>
public abstract class FanOutTest : PortalTest
{
    protected const int Crowd = NotificationService.MaxRecipients + 498; // Alice and Bob come on top
    protected static readonly Audience Everyone = new() { Everyone = true };

    /// <summary>Whether the job runs; else the steps are taken by hand.</summary>
    protected bool ByItself { get; set; }

    protected override void Extend(IServiceCollection services)
    {
        services.Remove(services.Single(s => s.ImplementationInstance is PortalJob { Name: FanOutService.JobName }));
        services.AddJob(new PortalJob(FanOutService.JobName, (portal, token) =>
            ByItself ? portal.GetRequiredService<FanOutService>().RunAllAsync(token) : Task.FromResult<DateTimeOffset?>(null)));
    }

    protected async Task<long> AcceptAsync(Audience audience, NotificationDraft? draft = null)
    {
        await App.AddCrowdAsync(Crowd);

        return (await Notifications.SendAsync(audience, draft ?? new NotificationDraft { Title = "Hello" })).FanOutId!.Value;
    }

    protected Task<bool> StepAsync(long id) => App.Get<FanOutService>().StepAsync(id, default);

    protected Task<FanOut?> ToEndAsync(long id) => App.Get<FanOutService>().RunToEndAsync(id, default);

    protected Task<FanOut> FindAsync(long id) => QueryAsync(db => db.Set<FanOut>().SingleAsync(f => f.Id == id));

    protected async Task<MessageStatus> StatusAsync(long id) => (await Notifications.FindStatusAsync(SenderRef.Portal, (await FindAsync(id)).MessageId))!;

    protected async Task<(int Total, int Created, int Skipped, FanOutState State)> ProgressAsync(long id)
    {
        var fanOut = await FindAsync(id);

        return (fanOut.Total, fanOut.Created, fanOut.Skipped, fanOut.State);
    }

    protected Task<List<string>> IdsOfAllAsync() => QueryAsync(db => db.Users.Select(u => u.Id).ToListAsync());

    protected Task<ModuleState?> SwitchAsync(bool on) => App.Get<ModuleService>().SetEnabledAsync(NotificationService.ModuleKey, on, new Actor(null, "Ada"));
}
