using NotifyPortal.Data;
using NotifyPortal.Live;

namespace NotifyPortal.Notifications.Stream;

/// <summary>Says on one stream what its client is to know, and remembers how far it is.</summary>
internal sealed class StreamTeller(EventWriter writer, StreamAudience audience, StreamCursor armed, StreamSources sources)
{
    private const int Remembered = 64;

    private static ReadOnlySpan<byte> Notification => "notification"u8;

    private Queue<long>? passed;
    private Dictionary<string, bool>? switches;
    private long after = armed.User ?? armed.Session ?? 0;
    private int? unread;
    private bool counted; // together with what had changed by then: what was counted at the opening may hold what is told only now

    /// <summary>What the client has missed, up to the mark.</summary>
    public async Task OpenAsync(StreamOpening opening, CancellationToken cancellationToken)
    {
        await TellSwitchAsync(NotificationService.ModuleKey, cancellationToken);

        if (opening.Resync)
        {
            writer.Event("resync"u8, []);
        }

        foreach (var view in opening.Unread)
        {
            writer.Notification(StreamJson.IdOf(view), new StreamContent(() => view), updated: false);
        }

        await TellMissedAsync(opening, cancellationToken);
        writer.Event("sync"u8, [], opening.Armed);

        if (audience.UserId is { } user)
        {
            TellUnread(await sources.Inboxes.Of(user).CountUnreadAsync(cancellationToken));
        }

        await writer.FlushAsync(cancellationToken);
    }

    /// <summary>What the signals are about, as it is now.</summary>
    /// <returns>Why the stream must end; null: it goes on.</returns>
    public async Task<string?> HearAsync(IReadOnlyList<Heard> heard, CancellationToken cancellationToken)
    {
        var signals = new StreamSignals(heard);

        if (signals.Stopping)
        {
            return StreamEnd.Shutdown;
        }

        if (signals.Beat)
        {
            writer.Comment("keepalive"u8);
        }

        if (signals.Account && !await audience.StillGood(cancellationToken))
        {
            return StreamEnd.Revoked;
        }

        foreach (var key in signals.Modules)
        {
            await TellSwitchAsync(key, cancellationToken);
        }

        if (signals.Stored && !await TellChangesAsync(signals.CreatedOnly, cancellationToken))
        {
            return StreamEnd.Resync;
        }

        if (signals.Edited.Count > 0)
        {
            await TellEditedAsync(signals.Edited, cancellationToken);
        }

        if (signals.Passing.Count > 0)
        {
            await TellPassingAsync(signals.Passing, cancellationToken);
        }

        await writer.FlushAsync(cancellationToken);

        return null;
    }

    private async Task TellMissedAsync(StreamOpening opening, CancellationToken cancellationToken)
    {
        foreach (var page in opening.Missed.Chunk(ChangeFeed.Limit))
        {
            var views = await sources.Feed.FindAsync(audience.Addresses, [.. page.Where(m => m.GoneAt is null).Select(m => m.Id)], cancellationToken);

            foreach (var (number, id, goneAt) in page)
            {
                if (goneAt is { } at)
                {
                    // What went together has one number: whoever has not heard of all of it is to hear of it again.
                    var last = !opening.Missed.Any(m => m.Number == number && m.Id > id);
                    writer.Event(Notification, StreamJson.Dismissed(id, at), opening.From.To(last ? number : number - 1, sources.Clock.Now()));
                }
                else if (views.GetValueOrDefault(id) is { } view)
                {
                    writer.Notification(StreamJson.IdOf(view), new StreamContent(() => view), updated: false, opening.From.To(number, sources.Clock.Now()));
                }
            }

            await writer.FlushAsync(cancellationToken);
        }
    }

    /// <param name="createdOnly">As the signals say; what the store says may be more.</param>
    /// <returns>False when there is too much.</returns>
    private async Task<bool> TellChangesAsync(bool createdOnly, CancellationToken cancellationToken)
    {
        // What is new adds to what was counted; everything else is counted anew, which takes longer the more there are.
        var counting = !createdOnly || !counted;

        while (true)
        {
            var batch = await sources.Feed.ReadAsync(audience.Addresses, after, counting);

            if (batch.TooMany)
            {
                return false;
            }

            if (!counting && !batch.Changes.All(c => c.Kind == ChangeKind.Created))
            {
                counting = true;
                continue;
            }

            foreach (var together in batch.Changes.GroupBy(c => c.Number))
            {
                TellTogether([.. together]);
                after = together.Key;
            }

            TellUnread(counting ? batch.Unread : (unread ?? 0) + batch.Changes.Count(c => c.Unread));
            counted |= counting;

            if (!batch.More)
            {
                return true;
            }

            await writer.FlushAsync(cancellationToken);
        }
    }

    private void TellTogether(IReadOnlyList<Change> changes)
    {
        // The number is reached with the last of them.
        var reached = At(changes[0].Number);
        var before = changes.Count > 1 ? At(changes[0].Number - 1) : reached;

        foreach (var (i, change) in changes.Index())
        {
            var cursor = i == changes.Count - 1 ? reached : before;

            if (change.Kind == ChangeKind.Gone)
            {
                writer.Event(Notification, StreamJson.Dismissed(change.Id, change.GoneAt!.Value), cursor);
            }
            else if (change.Kind != ChangeKind.Seen && change.Row is { DismissedAt: null } row)
            {
                writer.Notification(StreamJson.Text(change.Id), row.Content, updated: change.Kind != ChangeKind.Created, cursor);
            }
        }

        var states = changes.Where(c => c is { Kind: ChangeKind.Seen or ChangeKind.Back, Row: { DismissedAt: null } });

        foreach (var same in states.GroupBy(c => c.Row!.SeenAt))
        {
            writer.Event("state"u8, StreamJson.State(same.Select(c => c.Id), same.Key, null));
        }
    }

    // An edit changes what is said, not the row: it has no number, and who was away reads the new words anyway.
    private async Task TellEditedAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken)
    {
        foreach (var view in (await sources.Feed.FindAsync(audience.Addresses, ids, cancellationToken)).Values.Where(v => v.DismissedAt is null).OrderBy(v => v.Position))
        {
            writer.Notification(StreamJson.IdOf(view), new StreamContent(() => view), updated: true, At(after));
        }
    }

    // Sent to a user and to their browser, it comes twice.
    private async Task TellPassingAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken)
    {
        passed ??= new Queue<long>();

        foreach (var view in await sources.Ephemeral.FindAsync([.. ids.Except(passed)], audience.Addresses, cancellationToken))
        {
            writer.Notification(StreamJson.IdOf(view), sources.ContentOf(view), updated: false, At(after));
            passed.Enqueue(view.Id);
        }

        while (passed.Count > Remembered)
        {
            passed.Dequeue();
        }
    }

    private void TellUnread(int count)
    {
        if (audience.UserId is not null && count != unread)
        {
            unread = count;
            writer.Event("unread"u8, StreamJson.Unread(count));
        }
    }

    // On is what everybody takes for granted until they are told otherwise.
    private async Task TellSwitchAsync(string key, CancellationToken cancellationToken)
    {
        var enabled = await sources.Modules.IsEnabledAsync(key, cancellationToken);

        if ((switches?.GetValueOrDefault(key, true) ?? true) != enabled)
        {
            (switches ??= new(StringComparer.Ordinal))[key] = enabled;
            writer.Event("module"u8, StreamJson.Module(key, enabled));
        }
    }

    private StreamCursor At(long number) => armed.To(number, sources.Clock.Now());
}
