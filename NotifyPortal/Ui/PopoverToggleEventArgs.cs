namespace NotifyPortal.Ui;

/// <summary>A popover has opened or closed: by its button, by Escape, by a click beside it.</summary>
public sealed class PopoverToggleEventArgs : EventArgs
{
    public bool Open { get; set; }
}
