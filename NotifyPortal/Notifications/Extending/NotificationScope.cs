namespace NotifyPortal.Notifications.Extending;

/// <summary>To whom a notification goes; of several ways at once, the widest.</summary>
public enum NotificationScope
{
    /// <summary>One user, or several by name.</summary>
    User,

    /// <summary>One browser session.</summary>
    Session,

    /// <summary>A topic's subscribers.</summary>
    Topic,

    /// <summary>A role.</summary>
    Role,

    /// <summary>All users.</summary>
    Everyone,

    /// <summary>All open pages and streams.</summary>
    Broadcast,
}
