namespace NotifyPortal.Notifications.FanOuts;

/// <summary>How far a large sending has come.</summary>
public enum FanOutState
{
    Running,

    /// <summary>Everybody was told or skipped.</summary>
    Done,

    /// <summary>The module was switched off, or the message taken back or expired, before everybody was told. It does not go on.</summary>
    Stopped,

    /// <summary>It cannot go on; the log says why.</summary>
    Failed,
}
