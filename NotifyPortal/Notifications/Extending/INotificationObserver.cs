namespace NotifyPortal.Notifications.Extending;

/// <summary>
/// Is told afterwards: once the live signal is out, off the sender's path, from a bounded queue of its own. One that fails or is slow is
/// logged and holds up nobody; what comes while its queue is full is lost to it.
/// </summary>
public interface INotificationObserver
{
    /// <summary>A notification went out; of a large one, once for each chunk. Not called when nobody got it.</summary>
    Task SentAsync(SentNotification notification, NotificationScope scope, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Rows were dismissed, by their recipient or because it is over. Not called when nothing changed.</summary>
    /// <param name="recipient">A user id, or a browser session's address (<see cref="RecipientAddress"/>).</param>
    Task DismissedAsync(IReadOnlyList<long> ids, string recipient, CancellationToken cancellationToken) => Task.CompletedTask;
}
