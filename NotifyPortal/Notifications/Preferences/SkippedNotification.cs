using NotifyPortal.Activities;
using NotifyPortal.Data;

namespace NotifyPortal.Notifications.Preferences;

/// <summary>What somebody did not get, and why.</summary>
/// <param name="Recipient">The account's name, or what was given; null: a count of many, or nobody was named.</param>
/// <param name="Headline">What it would have said; null: it is not known any more.</param>
/// <param name="Count">More than one where only counts are kept.</param>
public sealed record SkippedNotification(
    long Id, string? Recipient, string? Headline, string? Type, string? TypeName, SkipReason Reason, int Count, long? MessageId, DateTimeOffset At);

/// <summary>Which of everybody's; what is null is not asked for.</summary>
public sealed record SkippedQuery
{
    /// <summary>A user's id, or what was given for a recipient without an account.</summary>
    public string? Recipient { get; init; }

    public long? MessageId { get; init; }

    public SkipReason? Reason { get; init; }

    public int Limit { get; init; } = 25;

    public PageCursor? Cursor { get; init; }
}
