namespace NotifyPortal.Activities;

/// <summary>What made an activity happen.</summary>
public enum ActivityOrigin
{
    Auto,
    Manual,
    Cron,
    Script,
}
