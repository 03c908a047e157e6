using NotifyPortal.Data;

namespace NotifyPortal.Notifications;

/// <summary>A page of the inbox, with the badge's number at that moment.</summary>
public sealed record InboxListing(Page<NotificationView> Page, int UnreadCount);

/// <summary>The figures on the inbox's tabs.</summary>
public sealed record InboxCounts(int Unread, int All, int Dismissed);
