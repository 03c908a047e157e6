namespace NotifyPortal.Notifications.Retention;

/// <summary>What a prune removed, or would.</summary>
public sealed record PruneResult(int Notifications, int Activities, int Messages)
{
    public bool Any => Notifications + Activities + Messages > 0;
}
