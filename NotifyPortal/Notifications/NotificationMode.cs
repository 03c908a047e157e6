namespace NotifyPortal.Notifications;

/// <summary>How a notification is kept.</summary>
public enum NotificationMode
{
    /// <summary>Stored until it is dealt with; shown in bell and inbox.</summary>
    Queued,

    /// <summary>Stored for a while and replayed to whoever asks for it; in no list and no count, and not to be dismissed.</summary>
    Timeseries,

    /// <summary>Never stored: shown where somebody is looking, or not at all. See <see cref="EphemeralNotifications"/>.</summary>
    Ephemeral,
}
