using NotifyPortal.Notifications.Extending;

namespace NotifyPortal.Tests.ThirdParty;

public sealed class Bookkeeper(Ledger ledger) : INotificationObserver
{
    public Task SentAsync(SentNotification notification, NotificationScope scope, CancellationToken cancellationToken)
    {
        ledger.Heard.Enqueue($"sent {notification.Title} to {scope} {string.Join(' ', notification.Recipients.Order(StringComparer.Ordinal))}".TrimEnd());

        return Task.CompletedTask;
    }

    public Task DismissedAsync(IReadOnlyList<long> ids, string recipient, CancellationToken cancellationToken)
    {
        ledger.Heard.Enqueue($"dismissed {string.Join(' ', ids.Order())} of {recipient}");

        return Task.CompletedTask;
    }
}

public sealed class Thrower : INotificationObserver
{
    public Task SentAsync(SentNotification notification, NotificationScope scope, CancellationToken cancellationToken) => throw new InvalidOperationException("broken");
}

public sealed class Sleeper(Ledger ledger) : INotificationObserver
{
    public Task SentAsync(SentNotification notification, NotificationScope scope, CancellationToken cancellationToken) => ledger.Gate.Task.WaitAsync(cancellationToken);
}
