namespace NotifyPortal.Notifications;

/// <summary>How much it matters: colour, icon, the toast's role.</summary>
public enum Severity
{
    Info,
    Success,
    Warning,
    Critical,
}
