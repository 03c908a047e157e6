using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using NotifyPortal.Data;
using NotifyPortal.Live;
using NotifyPortal.Notifications.Extending;

namespace NotifyPortal.Notifications;

/// <summary>The writes of one recipient's inbox: each is an operation with a number of its own, one statement over all its rows, and can be undone.</summary>
internal sealed class InboxChanges(string address, InboxReader reader, StoreWriter writer, NotificationBroker broker, Observers observers, TimeProvider clock)
{
    /// <summary>Changes these of the recipient's queued rows. What changes nothing is no operation and sends nothing.</summary>
    public async Task<BulkChange> ApplyAsync(
        Func<PortalDbContext, IQueryable<Notification>, IQueryable<Notification>> which, Action<UpdateSettersBuilder<Notification>> what,
        LiveEvent signal, CancellationToken cancellationToken)
    {
        var (change, dismissed) = await writer.WriteAsync(async (db, token) =>
        {
            // Only looked at: a repeat that changes nothing must not cost a write.
            var number = await NotificationStore.NextAsync(db, token);
            var count = await which(db, reader.Rows(db).Where(n => n.Mode == NotificationMode.Queued)).ExecuteUpdateAsync(set =>
            {
                what(set);
                Stamp(set, number);
            }, token);

            if (count == 0)
            {
                return (BulkChange.None, []);
            }

            await NotificationStore.BeginOperationAsync(db, address, number, signal, clock.Now(), token);

            return (new BulkChange(count, number), await DismissedAsync(db, number, token));
        }, cancellationToken);

        if (change.Count > 0)
        {
            Announce(signal);
            observers.Dismissed(dismissed);
        }

        return change;
    }

    /// <summary>Puts back what the operation replaced, where nothing has changed it since.</summary>
    /// <returns>How many rows; null when it is too late, or there is no such operation of this recipient.</returns>
    public async Task<int?> UndoAsync(long number, CancellationToken cancellationToken)
    {
        var since = clock.Now() - Operation.Undoable;
        var (operation, count, dismissed) = await writer.WriteAsync(async (db, token) =>
        {
            var known = await db.Set<Operation>().AsNoTracking().FirstOrDefaultAsync(
                o => o.Number == number && o.At >= since
                    && o.RecipientId == db.Set<Recipient>().Where(r => r.Address == address).Select(r => r.Id).FirstOrDefault(), token);

            var (count, dismissed) = known is null ? (0, []) : await RevertAsync(db, number, token);

            return (known, count, dismissed);
        }, cancellationToken);

        if (count > 0)
        {
            Announce(operation!.NotificationId is { } id ? LiveEvent.Of(Inverse(operation.Signal), id) : LiveEvent.Of(LiveEventKind.Bulk));
            observers.Dismissed(dismissed);
        }

        return operation is null ? null : count;
    }

    private async Task<(int Count, IReadOnlyList<OwnedRow> Dismissed)> RevertAsync(PortalDbContext db, long number, CancellationToken cancellationToken)
    {
        // A number of its own: what it dismisses again must be found by streams, and nothing is undone twice.
        var own = await NotificationStore.NextAsync(db, cancellationToken);
        var count = await reader.Rows(db).Where(n => n.Operation == number).ExecuteUpdateAsync(set => set
            .SetProperty(n => n.SeenAt, n => n.SeenBefore)
            .SetProperty(n => n.DismissedAt, n => n.DismissedBefore)
            .SetProperty(n => n.Operation, own)
            .SetProperty(n => n.SeenBefore, n => n.SeenAt) // no operation names this number, so nobody puts these back; streams see by them what it was
            .SetProperty(n => n.DismissedBefore, n => n.DismissedAt), cancellationToken);

        if (count > 0)
        {
            await NotificationStore.DrawAsync(db, 1, cancellationToken);
        }

        return (count, await DismissedAsync(db, own, cancellationToken));
    }

    // What the operation has dismissed; asked only where somebody wants to know.
    private async Task<IReadOnlyList<OwnedRow>> DismissedAsync(PortalDbContext db, long number, CancellationToken cancellationToken) => observers.Any
        ? await reader.Rows(db).Where(n => n.Operation == number && n.DismissedAt != null && n.DismissedBefore == null)
            .Select(n => new OwnedRow(address, n.Id)).ToListAsync(cancellationToken)
        : [];

    // On the right of an assignment stands what was there before the statement.
    private static void Stamp(UpdateSettersBuilder<Notification> set, long number) => set
        .SetProperty(n => n.Operation, number)
        .SetProperty(n => n.SeenBefore, n => n.SeenAt)
        .SetProperty(n => n.DismissedBefore, n => n.DismissedAt)
        .SetProperty(n => n.OpenKey, (string?)null);

    private static LiveEventKind Inverse(LiveEventKind signal) => signal switch
    {
        LiveEventKind.Seen => LiveEventKind.Updated,
        LiveEventKind.Updated => LiveEventKind.Seen,
        LiveEventKind.Dismissed => LiveEventKind.Restored,
        LiveEventKind.Restored => LiveEventKind.Dismissed,
        _ => LiveEventKind.Bulk,
    };

    private void Announce(LiveEvent signal)
    {
        broker.Publish(RecipientAddress.LiveTopicOf(address), signal);
        broker.Publish(LiveTopic.Admins, LiveEvent.Of(signal.Kind));
    }
}
