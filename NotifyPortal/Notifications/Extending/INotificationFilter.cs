namespace NotifyPortal.Notifications.Extending;

/// <summary>Has a say before a notification is stored or passed on, whoever sends it and to whomever.</summary>
public interface INotificationFilter
{
    /// <summary>Lower ones are asked first.</summary>
    int Order => 10;

    /// <summary>
    /// The draft as it is to be sent, changed or not; null: it is not sent at all, and its recipients are skipped as <c>filtered</c>. The
    /// mode cannot be changed. A filter that throws, or returns what a draft must not be, is logged and passed over.
    /// </summary>
    Task<NotificationDraft?> ApplyAsync(NotificationDraft draft, NotificationScope scope, CancellationToken cancellationToken);
}
