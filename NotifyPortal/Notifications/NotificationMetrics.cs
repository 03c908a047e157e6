using System.Diagnostics.Metrics;
using NotifyPortal.Activities;
using NotifyPortal.Notifications.Retention;

namespace NotifyPortal.Notifications;

/// <summary>What is sent, seen and removed, in numbers.</summary>
public sealed class NotificationMetrics
{
    // Some look at once, some next week.
    private static readonly InstrumentAdvice<double> Delays = new() { HistogramBucketBoundaries = [1, 5, 15, 60, 300, 900, 3600, 14_400, 86_400, 604_800] };

    private readonly Counter<long> publishes;
    private readonly Counter<long> outcomes;
    private readonly Counter<long> accepted;
    private readonly Counter<long> handled;
    private readonly Counter<long> pruned;
    private readonly Histogram<double> delays;

    public NotificationMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("NotifyPortal.Notifications");
        publishes = meter.CreateCounter<long>("notifyportal.publishes", description: "Sendings that were accepted or skipped.");
        outcomes = meter.CreateCounter<long>("notifyportal.outcomes", description: "What became of them, recipient by recipient.");
        accepted = meter.CreateCounter<long>("notifyportal.fanout.accepted", description: "Recipients of sendings that are done in chunks.");
        handled = meter.CreateCounter<long>("notifyportal.fanout.handled", description: "Those of them whose chunk is done.");
        pruned = meter.CreateCounter<long>("notifyportal.pruned", description: "What was removed because it was too old.");
        delays = meter.CreateHistogram("notifyportal.seen.delay", "s", "From a notification's publishing to its being seen, where one is seen by itself.", [], Delays);
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

    /// <summary>A sending in chunks, to so many.</summary>
    internal void Accepted(int recipients)
    {
        accepted.Add(recipients);
        handled.Add(0); // or nothing could be taken from it until the first chunk is done
    }

    /// <summary>So many of them are told, or skipped.</summary>
    internal void Handled(int recipients) => handled.Add(recipients);

    internal void Seen(TimeSpan after) => delays.Record(after.TotalSeconds);

    internal void Pruned(PruneResult result)
    {
        pruned.Add(result.Notifications, new KeyValuePair<string, object?>("kind", "notifications"));
        pruned.Add(result.Activities, new KeyValuePair<string, object?>("kind", "activities"));
        pruned.Add(result.Messages, new KeyValuePair<string, object?>("kind", "messages"));
    }
}
