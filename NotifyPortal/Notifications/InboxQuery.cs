using NotifyPortal.Data;

namespace NotifyPortal.Notifications;

public enum InboxStatus
{
    All,
    Unread,
}

/// <summary>What to do with dismissed ones.</summary>
public enum DismissedFilter
{
    Exclude,
    Only,
    Include,
}

public enum InboxOrder
{
    Newest,
    UnreadFirst,
}

/// <summary>Which of one's notifications, in which order, from where.</summary>
public sealed record InboxQuery
{
    public InboxStatus Status { get; init; } = InboxStatus.All;

    public DismissedFilter Dismissed { get; init; } = DismissedFilter.Exclude;

    /// <summary>A type's key; its sub-types belong to it.</summary>
    public string? Type { get; init; }

    public InboxOrder Order { get; init; } = InboxOrder.Newest;

    /// <summary>Rows a page, 1 to 100.</summary>
    public int Limit { get; init; } = 25;

    public PageCursor? Cursor { get; init; }
}
