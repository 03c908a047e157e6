namespace NotifyPortal.Notifications.Components.Views;

/// <summary>A developer's own component for the notifications of a type in one place. It gets a parameter <c>Item</c> of <see cref="NotificationView"/>.</summary>
public sealed record CustomView(string Type, ViewPlace Place, Type Component);
