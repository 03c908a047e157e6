using NotifyPortal.Live;
using NotifyPortal.Notifications.Extending;

namespace NotifyPortal.Notifications;

/// <summary>Tells pages and streams what a transaction of the portal's has changed, after its commit; then those who observe.</summary>
internal sealed class Announcer(NotificationBroker broker, Observers observers)
{
    public void Announce(Stored stored)
    {
        var removed = stored.Removed.ToLookup(row => row.Address, StringComparer.Ordinal);

        foreach (var row in stored.Created)
        {
            // What it replaces goes first, so that a client never shows both.
            foreach (var older in removed[row.Address])
            {
                broker.Publish(RecipientAddress.LiveTopicOf(row.Address), LiveEvent.Of(LiveEventKind.Removed, older.Id));
            }

            broker.Publish(RecipientAddress.LiveTopicOf(row.Address), LiveEvent.Of(LiveEventKind.Created, row.Id));
        }

        foreach (var row in stored.Folded)
        {
            broker.Publish(RecipientAddress.LiveTopicOf(row.Address), LiveEvent.Of(LiveEventKind.Updated, row.Id));
        }

        if (stored.Created.Count + stored.Folded.Count > 0)
        {
            broker.Publish(LiveTopic.Admins, LiveEvent.Of(stored.Created.Count > 0 ? LiveEventKind.Created : LiveEventKind.Updated));
            observers.Sent(stored.MessageId!.Value, [.. stored.Created, .. stored.Folded]);
        }
    }

    /// <summary>The same happened to all of these; each recipient hears of their own, in one signal.</summary>
    /// <param name="key">What the signals say beside it: see <see cref="LiveEvent.Edited"/>.</param>
    public void Announce(LiveEventKind kind, IReadOnlyCollection<OwnedRow> rows, string? key = null)
    {
        foreach (var own in rows.GroupBy(row => row.Address))
        {
            broker.Publish(RecipientAddress.LiveTopicOf(own.Key), new LiveEvent(kind, [.. own.Select(row => row.Id)], key));
        }

        if (rows.Count > 0)
        {
            broker.Publish(LiveTopic.Admins, LiveEvent.Of(kind));
        }

        if (kind == LiveEventKind.Dismissed)
        {
            observers.Dismissed(rows);
        }
    }

    /// <summary>Tells admin pages alone.</summary>
    public void AnnounceToAdmins(LiveEventKind kind, params IReadOnlyList<long> ids) => broker.Publish(LiveTopic.Admins, LiveEvent.Of(kind, ids));
}
