using System.Diagnostics.Metrics;
using NotifyPortal.Activities;

namespace NotifyPortal.Notifications;

/// <summary>What is sent, in numbers: how often, and what became of it.</summary>
public sealed class NotificationMetrics
{
    private readonly Counter<long> publishes;
    private readonly Counter<long> outcomes;

    public NotificationMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("NotifyPortal.Notifications");
        publishes = meter.CreateCounter<long>("notifyportal.publishes", description: "Sendings that were accepted or skipped.");
        outcomes = meter.CreateCounter<long>("notifyportal.outcomes", description: "What became of them, recipient by recipient.");
    }

    internal void Sent(SendResult result)
    {
        publishes.Add(1);

        foreach (var same in result.Outcomes.GroupBy(o => (o.Kind, o.Reason)))
        {
            Told(same.Key.Kind, same.Key.Reason, same.Count());
        }
    }

    /// <summary>So many recipients had this outcome.</summary>
    internal void Told(OutcomeKind kind, SkipReason? reason, int count)
    {
        if (count > 0)
        {
            outcomes.Add(count, new("outcome", kind.ToString()), new("reason", reason?.ToString() ?? ""));
        }
    }
}
