namespace NotifyPortal.Ui;

/// <summary>Another tab of the browser has shown these.</summary>
public sealed class ToastsLostEventArgs : EventArgs
{
    public long[] Ids { get; set; } = [];
}
