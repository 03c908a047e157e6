using NotifyPortal.Activities;

namespace NotifyPortal.Notifications;

/// <summary>What became of a notification that was sent.</summary>
/// <param name="MessageId">Null when nothing was stored.</param>
/// <param name="Outcomes">One for each recipient.</param>
public sealed record SendResult(long? MessageId, IReadOnlyList<Outcome> Outcomes)
{
    /// <summary>The id of an ephemeral one, which has no message; see <see cref="EphemeralNotifications.WireId"/>.</summary>
    public long? EphemeralId { get; init; }

    /// <summary>The job that tells the recipients, where they are too many for one transaction; the outcomes are those so far.</summary>
    public long? FanOutId { get; init; }

    /// <summary>How many rows were inserted. An ephemeral one inserts none, whomever it reaches.</summary>
    public int Created => Outcomes.Count(o => o is { Kind: OutcomeKind.Created, NotificationId: not null });

    /// <summary>How many took it into an open row of theirs.</summary>
    public int Folded => Outcomes.Count(o => o.Kind == OutcomeKind.Folded);

    public int Skipped => Outcomes.Count(o => o.Kind == OutcomeKind.Skipped);

    public IReadOnlyDictionary<SkipReason, int> Reasons =>
        Outcomes.Where(o => o.Reason is not null).GroupBy(o => o.Reason!.Value).ToDictionary(g => g.Key, g => g.Count());
}

/// <summary>Whom an audience would reach now. Nothing is sent.</summary>
/// <param name="Recipients">All it is meant for, those who have muted it among them.</param>
/// <param name="Muted">How many of them have muted it.</param>
public sealed record AudiencePreview(int Recipients, int Muted, bool ModuleOff);
