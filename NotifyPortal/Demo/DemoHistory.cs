using Microsoft.Extensions.Options;
using NotifyPortal.Accounts;
using NotifyPortal.Activities;
using NotifyPortal.Data;
using NotifyPortal.Notifications;

namespace NotifyPortal.Demo;

/// <summary>Gives a fresh portal a past: lived through by the portal's own services, with a clock that goes through last month.</summary>
internal sealed class DemoHistory(
    IOptions<DemoOptions> options, IServiceProvider services, AccountDirectory accounts, ActivityLog present, TimeProvider clock)
{
    /// <summary>What is younger is still unread.</summary>
    private static readonly TimeSpan Unread = TimeSpan.FromMinutes(100);

    /// <summary>Does nothing when the demo is off, the demo's accounts are missing, or anything has ever happened here.</summary>
    public async Task EnsureAsync(CancellationToken cancellationToken = default)
    {
        if (!options.Value.Enabled || (await present.ListAsync(new ActivityQuery { Limit = 1 }, cancellationToken)).Total > 0)
        {
            return;
        }

        var people = await accounts.ResolveAsync([DemoCast.AliceEmail, DemoCast.BobEmail, DemoCast.AdminEmail], cancellationToken);

        if (people.Count == 3)
        {
            var cast = new DemoCast(people[DemoCast.AliceEmail], people[DemoCast.BobEmail], people[DemoCast.AdminEmail]);
            await LiveThroughAsync(DemoMonth.Until(clock.Now(), cast), people.Values, cancellationToken);
        }
    }

    private async Task LiveThroughAsync(IReadOnlyList<DemoEvent> events, IEnumerable<AccountRef> people, CancellationToken cancellationToken)
    {
        var past = new DemoClock();
        var notifications = ActivatorUtilities.CreateInstance<NotificationService>(services, past);
        IActivityHandler[] handlers = [ActivatorUtilities.CreateInstance<ActivityNotifier>(services, notifications)];
        var activities = ActivatorUtilities.CreateInstance<ActivityLog>(services, past, handlers);
        var inboxes = ActivatorUtilities.CreateInstance<Inboxes>(services, past);
        var readBefore = clock.Now() - Unread;

        // A day at a time: its events, then everybody reads what came and puts some of it away.
        foreach (var day in events.GroupBy(e => e.At < readBefore ? e.At.UtcDateTime.Date : DateTime.MaxValue))
        {
            var fleeting = new List<long>();

            foreach (var happened in day)
            {
                past.Now = happened.At;
                var result = await activities.RecordAsync(happened.Draft, cancellationToken);
                fleeting.AddRange(happened.Fleeting ? result.Outcomes.Where(o => o.NotificationId is not null).Select(o => o.NotificationId!.Value) : []);
            }

            if (day.Key != DateTime.MaxValue)
            {
                past.Now = past.Now.AddMinutes(4);
                await ReadAsync(people.Select(p => inboxes.Of(p.Id)), fleeting, cancellationToken);
            }
        }
    }

    private static async Task ReadAsync(IEnumerable<Inbox> inboxes, List<long> fleeting, CancellationToken cancellationToken)
    {
        foreach (var inbox in inboxes)
        {
            await inbox.MarkAllSeenAsync(BulkSelection.All(), cancellationToken);
            await inbox.DismissAllAsync(BulkSelection.Of(fleeting), cancellationToken);
        }
    }
}
