namespace NotifyPortal.Notifications;

/// <summary>Which list a row is in. Computed from its mode and times, so that one index holds a recipient's rows list by list, each in its order.</summary>
public enum NotificationState
{
    /// <summary>Queued, neither seen nor dismissed: what the badge counts.</summary>
    Unread,

    /// <summary>Queued, seen and not dismissed.</summary>
    Read,

    /// <summary>Queued and dismissed.</summary>
    Dismissed,

    /// <summary>In no list: see <see cref="NotificationMode.Timeseries"/>.</summary>
    Timeseries,
}
