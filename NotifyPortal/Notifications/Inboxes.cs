using Microsoft.EntityFrameworkCore;
using NotifyPortal.Data;
using NotifyPortal.Live;
using NotifyPortal.Notifications.Extending;

namespace NotifyPortal.Notifications;

/// <summary>Opens inboxes, each of one recipient.</summary>
public sealed class Inboxes(
    StoreWriter writer, StoreReader store, IDbContextFactory<PortalDbContext> contexts, NotificationPresenter presenter, NotificationBroker broker, Observers observers,
    NotificationMetrics metrics, TimeProvider clock)
{
    /// <summary>The inbox of this user; whatever it reads or changes is this user's alone.</summary>
    public Inbox Of(string userId) => OfAddress(userId);

    /// <summary>What was sent to this browser session alone; its state stays with it, whoever signs in there.</summary>
    /// <param name="sessionId">Its public id, of a caller that has shown the secret.</param>
    public Inbox OfSession(string sessionId) => OfAddress(RecipientAddress.OfSession(sessionId));

    private Inbox OfAddress(string address) => new(address, writer, store, contexts, presenter, broker, observers, metrics, clock);
}
