using NotifyPortal.Activities;
using NotifyPortal.Data;
using NotifyPortal.Live;
using NotifyPortal.Notifications.Extending;

namespace NotifyPortal.Notifications;

/// <summary>
/// Sends what is never stored, to recipients or to whoever is connected. In the writer's turn all the same: what the module's switch
/// stops, it stops for all modes alike.
/// </summary>
internal sealed class EphemeralSending(
    StoreWriter writer, AudienceReader audiences, NotificationPresenter presenter, EphemeralNotifications ephemeral, NotificationBroker broker, Observers observers)
{
    public async Task<SendResult> SendAsync(Audience audience, Sending sending, CancellationToken cancellationToken)
    {
        var (passing, addresses, outcomes) = await writer.WriteAsync(async (db, token) =>
        {
            var (reached, outcomes) = await audiences.ReadAsync(db, audience, token);
            var addressOf = reached.ToDictionary(r => r.Value, r => r.Key, StringComparer.Ordinal);
            var passed = await sending.PassAsync(db, reached, outcomes, token);
            db.AddRange(Skip.From(outcomes, addressOf, sending, null));
            var one = passed is var (id, addresses) ? PassingNotification.For(presenter.Present(NotificationRow.Of(sending, id)), addresses) : null;

            if (one is not null)
            {
                await PassingStore.AddAsync(db, one, token);
            }

            return (one, passed?.Addresses, outcomes);
        }, cancellationToken);

        if (passing is not null)
        {
            var id = passing.View.Id;
            ephemeral.Hold(passing);

            foreach (var address in addresses!)
            {
                broker.Publish(RecipientAddress.LiveTopicOf(address), LiveEvent.Of(LiveEventKind.Ephemeral, id));
            }

            observers.Sent(SentNotification.Of(sending, id, addresses!), audience.Scope);
        }

        return new SendResult(null, outcomes) { EphemeralId = passing?.View.Id };
    }

    /// <summary>To all pages and streams that are open now, but those of whoever has muted it or is left out.</summary>
    public async Task<SendResult> BroadcastAsync(Audience audience, Sending sending, CancellationToken cancellationToken)
    {
        var (passing, outcomes) = await writer.WriteAsync(async (db, token) =>
        {
            var leftOut = await audiences.LeftOutAsync(db, audience, token);
            var (id, unwilling, outcomes) = await sending.PassToAllAsync(db, leftOut, token);
            db.AddRange(Skip.From(outcomes, new Dictionary<string, string>(), sending, null));
            var one = id is { } drawn ? PassingNotification.ForAll(presenter.Present(NotificationRow.Of(sending, drawn)), [.. leftOut, .. unwilling]) : null;

            if (one is not null)
            {
                await PassingStore.AddAsync(db, one, token);
            }

            return (one, outcomes);
        }, cancellationToken);

        if (passing is not null)
        {
            ephemeral.Hold(passing);
            broker.Publish(LiveTopic.Everyone, LiveEvent.Of(LiveEventKind.Ephemeral, passing.View.Id));
            observers.Sent(SentNotification.Of(sending, passing.View.Id, []), audience.Scope);
        }

        return new SendResult(null, outcomes) { EphemeralId = passing?.View.Id };
    }
}
