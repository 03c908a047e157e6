namespace NotifyPortal.Notifications;

/// <summary>A button of a notification: a label and where it leads. At most two.</summary>
public sealed record NotificationAction(string Label, string Link);
