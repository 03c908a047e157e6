using NotifyPortal.Data;
using NotifyPortal.Live;
using NotifyPortal.Modules;

namespace NotifyPortal.Notifications.Stream;

/// <summary>Says on one stream what its client is to know, and remembers how far it is.</summary>
internal sealed class StreamTeller(
    EventWriter writer, StreamAudience audience, StreamCursor armed, ChangeFeed feed, Inboxes inboxes, EphemeralNotifications ephemeral,
    ModuleService modules, TimeProvider clock)
{
    private const string Notification = "notification";
    private const int Remembered = 64;

    private readonly Queue<long> passed = new();
    private readonly Dictionary<string, bool> switches = new(StringComparer.Ordinal);
    private long after = armed.User ?? armed.Session ?? 0;
    private int? unread;

    /// <summary>What the client has missed, up to the mark.</summary>
    public async Task OpenAsync(StreamOpening opening, CancellationToken cancellationToken)
    {
        await TellSwitchAsync(NotificationService.ModuleKey, cancellationToken);

        if (opening.Resync)
        {
            writer.Event("resync", "");
        }

        foreach (var view in opening.Unread)
        {
            writer.Event(Notification, StreamJson.Notification(view, updated: false));
        }

        await TellMissedAsync(opening, cancellationToken);
        writer.Event("sync", "", opening.Armed);
        await TellUnreadAsync(cancellationToken);
        await writer.FlushAsync(cancellationToken);
    }

    /// <summary>What the signals are about, as it is now.</summary>
    /// <returns>Why the stream must end; null: it goes on.</returns>
    public async Task<string?> HearAsync(IReadOnlyList<LiveEvent> signals, CancellationToken cancellationToken)
    {
        if (signals.Any(s => s.Kind is LiveEventKind.Account or LiveEventKind.Resync) && !await audience.StillGood(cancellationToken))
        {
            return StreamEnd.Revoked;
        }

        foreach (var key in signals.Select(KeyOf).OfType<string>().Distinct())
        {
            await TellSwitchAsync(key, cancellationToken);
        }

        var stored = signals.Any(s => s.Kind is not (LiveEventKind.Ephemeral or LiveEventKind.Module or LiveEventKind.Preferences or LiveEventKind.Account));

        if (stored && !await TellChangesAsync(cancellationToken))
        {
            return StreamEnd.Resync;
        }

        await TellEditedAsync([.. signals.Where(s => s is { Kind: LiveEventKind.Updated, Key: LiveEvent.Edited }).SelectMany(s => s.Ids).Distinct()], cancellationToken);
        TellPassing([.. signals.Where(s => s.Kind == LiveEventKind.Ephemeral).SelectMany(s => s.Ids).Distinct().Except(passed)]);

        if (stored)
        {
            await TellUnreadAsync(cancellationToken);
        }

        await writer.FlushAsync(cancellationToken);

        return null;
    }

    private static string? KeyOf(LiveEvent signal) => signal.Kind switch
    {
        LiveEventKind.Module => signal.Key,
        LiveEventKind.Resync => NotificationService.ModuleKey, // another process may have switched it
        _ => null,
    };

    private async Task TellMissedAsync(StreamOpening opening, CancellationToken cancellationToken)
    {
        foreach (var page in opening.Missed.Chunk(ChangeFeed.Limit))
        {
            var views = await feed.FindAsync(audience.Addresses, [.. page.Where(m => m.GoneAt is null).Select(m => m.Id)], cancellationToken);

            foreach (var (number, id, goneAt) in page)
            {
                if (goneAt is { } at)
                {
                    // What went together has one number: whoever has not heard of all of it is to hear of it again.
                    var last = !opening.Missed.Any(m => m.Number == number && m.Id > id);
                    writer.Event(Notification, StreamJson.Dismissed(id, StreamJson.Microseconds(at)), opening.From.To(last ? number : number - 1, clock.Now()));
                }
                else if (views.GetValueOrDefault(id) is { } view)
                {
                    writer.Event(Notification, StreamJson.Notification(view, updated: false), opening.From.To(number, clock.Now()));
                }
            }

            await writer.FlushAsync(cancellationToken);
        }
    }

    /// <returns>False when there is too much.</returns>
    private async Task<bool> TellChangesAsync(CancellationToken cancellationToken)
    {
        ChangeBatch batch;

        do
        {
            batch = await feed.ReadAsync(audience.Addresses, after, cancellationToken);

            if (batch.TooMany)
            {
                return false;
            }

            var views = await feed.FindAsync(audience.Addresses, [.. batch.Changes.Where(c => c.Kind != ChangeKind.Gone).Select(c => c.Id).Distinct()], cancellationToken);

            foreach (var together in batch.Changes.GroupBy(c => c.Number))
            {
                TellTogether([.. together], views);
                after = together.Key;
            }

            await writer.FlushAsync(cancellationToken);
        }
        while (batch.More);

        return true;
    }

    private void TellTogether(IReadOnlyList<Change> changes, IReadOnlyDictionary<long, NotificationView> views)
    {
        // The number is reached with the last of them.
        var (before, reached) = (At(changes[0].Number - 1), At(changes[0].Number));

        foreach (var (i, change) in changes.Index())
        {
            var id = i == changes.Count - 1 ? reached : before;

            if (change.Kind == ChangeKind.Gone)
            {
                writer.Event(Notification, StreamJson.Dismissed(change.Id, change.GoneAt), id);
            }
            else if (change.Kind != ChangeKind.Seen && views.GetValueOrDefault(change.Id) is { DismissedAt: null } view)
            {
                writer.Event(Notification, StreamJson.Notification(view, updated: change.Kind != ChangeKind.Created), id);
            }
        }

        var states = changes.Where(c => c.Kind is ChangeKind.Seen or ChangeKind.Back).Select(c => views.GetValueOrDefault(c.Id)).OfType<NotificationView>();

        foreach (var same in states.Where(v => v.DismissedAt is null).GroupBy(v => v.SeenAt))
        {
            writer.Event("state", StreamJson.State(same.Select(v => v.Id), same.Key, null));
        }
    }

    // An edit changes what is said, not the row: it has no number, and who was away reads the new words anyway.
    private async Task TellEditedAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken)
    {
        foreach (var view in (await feed.FindAsync(audience.Addresses, ids, cancellationToken)).Values.Where(v => v.DismissedAt is null).OrderBy(v => v.Position))
        {
            writer.Event(Notification, StreamJson.Notification(view, updated: true), At(after));
        }
    }

    // Sent to a user and to their browser, it comes twice.
    private void TellPassing(IReadOnlyCollection<long> ids)
    {
        foreach (var view in ephemeral.Find(ids, audience.Addresses))
        {
            writer.Event(Notification, StreamJson.Notification(view, updated: false), At(after));
            passed.Enqueue(view.Id);
        }

        while (passed.Count > Remembered)
        {
            passed.Dequeue();
        }
    }

    private async Task TellUnreadAsync(CancellationToken cancellationToken)
    {
        if (audience.UserId is null)
        {
            return;
        }

        var count = await inboxes.Of(audience.UserId).CountUnreadAsync(cancellationToken);

        if (count != unread)
        {
            unread = count;
            writer.Event("unread", StreamJson.Unread(count));
        }
    }

    // On is what everybody takes for granted until they are told otherwise.
    private async Task TellSwitchAsync(string key, CancellationToken cancellationToken)
    {
        var enabled = await modules.IsEnabledAsync(key, cancellationToken);

        if (switches.GetValueOrDefault(key, true) != enabled)
        {
            switches[key] = enabled;
            writer.Event("module", StreamJson.Module(key, enabled));
        }
    }

    private StreamCursor At(long number) => armed.To(number, clock.Now());
}
