using NotifyPortal.Accounts;
using NotifyPortal.Data;
using NotifyPortal.Notifications;

namespace NotifyPortal.Admin;

/// <summary>Which notifications of all users; what is null is not asked for.</summary>
public sealed record AllNotificationsQuery
{
    public string? UserId { get; init; }

    /// <summary>A type's key; its sub-types belong to it.</summary>
    public string? Type { get; init; }

    public InboxStatus Status { get; init; } = InboxStatus.All;

    public DismissedFilter Dismissed { get; init; } = DismissedFilter.Include;

    public int Limit { get; init; } = 25;

    public PageCursor? Cursor { get; init; }
}

/// <summary>A notification and whose it is.</summary>
/// <param name="MessageId">The message it shows.</param>
public sealed record RecipientNotification(AccountRef Recipient, NotificationView Notification, long MessageId);
