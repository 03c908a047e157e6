namespace NotifyPortal.Admin;

/// <summary>The overview's counts: queued rows of users.</summary>
/// <param name="LastDay">How many of them were created in the current hour and the 23 before it.</param>
/// <param name="OldestUnread">The beginning of the hour in which the oldest unread one was last touched; null when all are seen.</param>
public sealed record OverviewTotals(long Total, long Unread, long Dismissed, long LastDay, DateTimeOffset? OldestUnread);

/// <summary>How many were created in the hour or day that began then.</summary>
public sealed record CreatedIn(DateTimeOffset Start, long Count);

/// <summary>How many unread ones are of an age.</summary>
public sealed record AgeCount(string Age, long Count);

/// <summary>How long it takes from sent to seen.</summary>
public sealed record SeenLatency(TimeSpan Median, TimeSpan Percentile95);

/// <summary>How many there are of a type; the key "" stands for none.</summary>
public sealed record TypeCount(string Type, string Name, long Count);
