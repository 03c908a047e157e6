namespace NotifyPortal.Notifications.Components;

/// <summary>Whether this page's bell is open: no toast then for what the panel shows anyway. One for each circuit.</summary>
public sealed class BellState
{
    public bool Open { get; set; }
}
