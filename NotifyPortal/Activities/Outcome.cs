namespace NotifyPortal.Activities;

/// <summary>What became of one recipient's notification.</summary>
public enum OutcomeKind
{
    Created,
    Folded,
    Skipped,
    Failed,
}

/// <summary>Why somebody got nothing.</summary>
public enum SkipReason
{
    ModuleOff,
    NoTarget,
    SelfAction,
    Muted,
    Duplicate,
    Filtered,
    UnknownRecipient,
}

/// <summary>The answer for one recipient.</summary>
/// <param name="Recipient">The user id, or what was given when no account answers to it; null: nobody was named.</param>
/// <param name="Reason">With <see cref="OutcomeKind.Skipped"/>.</param>
/// <param name="NotificationId">With <see cref="OutcomeKind.Created"/> and <see cref="OutcomeKind.Folded"/>; null: told without being stored.</param>
/// <param name="Error">With <see cref="OutcomeKind.Failed"/>.</param>
public sealed record Outcome(string? Recipient, OutcomeKind Kind, SkipReason? Reason = null, long? NotificationId = null, string? Error = null)
{
    public static Outcome Skip(string? recipient, SkipReason reason) => new(recipient, OutcomeKind.Skipped, reason);
}
