namespace NotifyPortal.Notifications.Components;

/// <summary>How long a toast stays.</summary>
public static class ToastTime
{
    public static readonly TimeSpan Timeseries = TimeSpan.FromSeconds(8);

    public static readonly TimeSpan Ephemeral = TimeSpan.FromSeconds(5);

    /// <summary>Null: until somebody deals with it.</summary>
    public static TimeSpan? Of(NotificationView item) => (item.Severity, item.Mode) switch
    {
        (Severity.Critical, _) or (_, NotificationMode.Queued) => null,
        (_, NotificationMode.Timeseries) => Timeseries,
        _ => Ephemeral,
    };
}
