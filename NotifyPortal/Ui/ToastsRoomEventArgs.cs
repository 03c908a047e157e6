namespace NotifyPortal.Ui;

/// <summary>There is more room for toasts on the screen than before, or less.</summary>
public sealed class ToastsRoomEventArgs : EventArgs
{
    public bool Narrow { get; set; }
}
