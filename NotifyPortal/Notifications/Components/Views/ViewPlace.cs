namespace NotifyPortal.Notifications.Components.Views;

/// <summary>Where a notification is shown.</summary>
public enum ViewPlace
{
    Bell,
    Inbox,
    Toast,
}
