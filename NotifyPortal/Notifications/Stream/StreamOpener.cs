using Microsoft.EntityFrameworkCore;
using NotifyPortal.Data;

namespace NotifyPortal.Notifications.Stream;

/// <summary>
/// Reads what a stream begins with. Only what was committed when live delivery was armed belongs to it, by number; what comes later is
/// live, so nothing is told by both or by neither.
/// </summary>
internal sealed class StreamOpener(
    DatabaseEpoch epochs, IDbContextFactory<PortalDbContext> contexts, NotificationPresenter presenter, TimeProvider clock)
{
    /// <summary>Call it when live delivery is armed.</summary>
    public async Task<StreamOpening> ReadAsync(StreamAudience audience, StreamRequest request, CancellationToken cancellationToken)
    {
        var (epoch, number) = await epochs.ReadAsync(cancellationToken);
        var now = clock.Now();
        var begin = new StreamCursor(epoch, now, audience.SessionId is null ? null : 0, audience.UserId is null ? null : 0);
        var armed = begin.To(number, now);
        var cursor = Usable(request.LastEventId, armed);
        var lost = request.LastEventId is not null && cursor is null;
        var (unread, missed, gone) = (new List<NotificationView>(), new List<Missed>(), new List<Missed>());

        foreach (var address in audience.Addresses)
        {
            // Somebody who has signed in since was served nothing before, and has nothing on the screen.
            var after = cursor is null ? (long?)null : audience.NumberOf(address, cursor) ?? number;
            var newest = await UnreadAsync(address, number, cancellationToken);
            lost |= newest.Count > ChangeFeed.Limit && newest[^1].Position > (after ?? 0);
            unread.AddRange(newest);
            missed.AddRange(await TimeseriesAsync(address, request.Since, after, number, cancellationToken));
            gone.AddRange(lost ? [] : await GoneAsync(address, request.Since, after, number, cancellationToken));
        }

        lost |= gone.Count > ChangeFeed.Limit;
        unread = [.. unread.OrderByDescending(view => view.Position)];
        lost |= unread.Count > ChangeFeed.Limit && cursor is null;

        return new StreamOpening(
            armed, cursor is null ? begin : begin with { Session = After(begin.Session, cursor.Session, number), User = After(begin.User, cursor.User, number) },
            lost, [.. unread.Take(ChangeFeed.Limit).Reverse()], [.. missed.Concat(lost ? [] : gone).OrderBy(m => m.Number).ThenBy(m => m.Id)]);
    }

    private static long? After(long? served, long? told, long number) => served is null ? null : told ?? number;

    // Of this database, of its present, and not from before what is remembered of removed rows.
    private static StreamCursor? Usable(string? text, StreamCursor armed) =>
        text is not null && StreamCursor.Parse(text) is { } cursor && cursor.Epoch == armed.Epoch && cursor.At > armed.At - Removal.KeptFor
        && Math.Max(cursor.Session ?? 0, cursor.User ?? 0) <= Math.Max(armed.Session ?? 0, armed.User ?? 0) ? cursor : null;

    // By id, not by position: a row that folds right now is shown as it is, and told again as changed.
    private async Task<List<NotificationView>> UnreadAsync(string address, long armed, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = InboxReader.Unread(InboxReader.RowsOf(db, address)).Where(n => n.Id <= armed).OrderByDescending(n => n.Position).Take(ChangeFeed.Limit + 1);

        return [.. (await NotificationRow.In(db, rows).ToListAsync(cancellationToken)).OrderByDescending(row => row.State.Position).Select(presenter.Present)];
    }

    private async Task<List<Missed>> TimeseriesAsync(string address, DateTimeOffset? since, long? after, long armed, CancellationToken cancellationToken)
    {
        if (since is null && after is null)
        {
            return [];
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = InboxReader.RowsOf(db, address).Where(n => n.State == NotificationState.Timeseries && n.Position <= armed);
        rows = since is not null ? rows.Where(n => n.CreatedAt > since) : rows.Where(n => n.Position > after);

        return await rows.Select(n => new Missed(n.Position, n.Id, null)).ToListAsync(cancellationToken);
    }

    private async Task<List<Missed>> GoneAsync(string address, DateTimeOffset? since, long? after, long armed, CancellationToken cancellationToken)
    {
        if (since is null && after is null)
        {
            return [];
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var dismissed = InboxReader.RowsOf(db, address).Where(n => n.DismissedAt != null && n.Operation <= armed);
        dismissed = after is not null ? dismissed.Where(n => n.Operation > after) : dismissed.Where(n => n.DismissedAt > since);
        var removed = db.Set<Removal>().AsNoTracking()
            .Where(g => g.RecipientId == db.Set<Recipient>().Where(r => r.Address == address).Select(r => r.Id).FirstOrDefault() && g.Number <= armed);
        removed = after is not null ? removed.Where(g => g.Number > after) : removed.Where(g => g.At > since);

        return
        [
            .. await dismissed.OrderBy(n => n.Operation).Take(ChangeFeed.Limit + 1).Select(n => new Missed(n.Operation!.Value, n.Id, n.DismissedAt)).ToListAsync(cancellationToken),
            .. await removed.OrderBy(g => g.Number).Take(ChangeFeed.Limit + 1).Select(g => new Missed(g.Number, g.NotificationId, g.At)).ToListAsync(cancellationToken),
        ];
    }
}
