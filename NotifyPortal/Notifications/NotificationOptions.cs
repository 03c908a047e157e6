using System.ComponentModel.DataAnnotations;

namespace NotifyPortal.Notifications;

/// <summary>Section <c>Notifications</c>.</summary>
public sealed class NotificationOptions
{
    public const string Section = "Notifications";

    /// <summary>Rows in the bell. Default: 10.</summary>
    [Range(1, 50)]
    public int BellSize { get; set; } = 10;

    /// <summary>Toasts shown at once; below 768 px one fewer. Default: 3.</summary>
    [Range(1, 10)]
    public int ToastLimit { get; set; } = 3;

    /// <summary>Where a notification without a link of its own leads; empty: nowhere. Default: <c>/notifications</c>.</summary>
    public string DefaultLink { get; set; } = "/notifications";
}
