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
        var (passed, outcomes) = await writer.WriteAsync(async (db, token) =>
        {
            var (reached, outcomes) = await audiences.ReadAsync(db, audience, token);
            var addressOf = reached.ToDictionary(r => r.Value, r => r.Key, StringComparer.Ordinal);
            var passed = await sending.PassAsync(db, reached, outcomes, token);
            db.AddRange(Skip.From(outcomes, addressOf, sending, null));

            return (passed, outcomes);
        }, cancellationToken);

        if (passed is var (id, addresses))
        {
            ephemeral.Hold(presenter.Present(NotificationRow.Of(sending, id)), addresses);

            foreach (var address in addresses)
            {
                broker.Publish(RecipientAddress.LiveTopicOf(address), LiveEvent.Of(LiveEventKind.Ephemeral, id));
            }

            observers.Sent(SentNotification.Of(sending, id, addresses), audience.Scope);
        }

        return new SendResult(null, outcomes) { EphemeralId = passed?.Id };
    }

    /// <summary>To all pages and streams that are open now, but those of whoever has muted it or is left out.</summary>
    public async Task<SendResult> BroadcastAsync(Audience audience, Sending sending, CancellationToken cancellationToken)
    {
        var (id, except, outcomes) = await writer.WriteAsync(async (db, token) =>
        {
            var leftOut = await audiences.LeftOutAsync(db, audience, token);
            var (id, unwilling, outcomes) = await sending.PassToAllAsync(db, leftOut, token);
            db.AddRange(Skip.From(outcomes, new Dictionary<string, string>(), sending, null));

            return (id, (IReadOnlyList<string>)[.. leftOut, .. unwilling], outcomes);
        }, cancellationToken);

        if (id is { } passed)
        {
            ephemeral.HoldForAll(presenter.Present(NotificationRow.Of(sending, passed)), except);
            broker.Publish(LiveTopic.Everyone, LiveEvent.Of(LiveEventKind.Ephemeral, passed));
            observers.Sent(SentNotification.Of(sending, passed, []), audience.Scope);
        }

        return new SendResult(null, outcomes) { EphemeralId = id };
    }
}
