using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using NotifyPortal.Data;
using NotifyPortal.Live;
using NotifyPortal.Notifications.Extending;

namespace NotifyPortal.Notifications;

/// <summary>
/// One recipient's side: reads and changes of state. Every statement carries the owner; another's id and a missing one look the same.
/// What changes nothing sends nothing.
/// </summary>
public sealed class Inbox
{
    private readonly InboxReader reader;
    private readonly InboxChanges changes;
    private readonly NotificationMetrics metrics;
    private readonly TimeProvider clock;

    internal Inbox(
        string address, StoreWriter writer, StoreReader store, IDbContextFactory<PortalDbContext> contexts, NotificationPresenter presenter,
        NotificationBroker broker, Observers observers, NotificationMetrics metrics, TimeProvider clock)
    {
        (this.metrics, this.clock) = (metrics, clock);
        reader = new InboxReader(address, store, contexts, presenter);
        changes = new InboxChanges(address, reader, writer, broker, observers, clock);
    }

    /// <summary>The badge's number.</summary>
    public Task<int> CountUnreadAsync(CancellationToken cancellationToken = default) => reader.CountUnreadAsync(cancellationToken);

    /// <summary>The badge's number by type; the key "" stands for none.</summary>
    public Task<IReadOnlyDictionary<string, int>> CountUnreadByTypeAsync(CancellationToken cancellationToken = default) =>
        reader.CountUnreadByTypeAsync(cancellationToken);

    /// <summary>How many are unread, not dismissed, dismissed.</summary>
    public Task<InboxCounts> CountAsync(CancellationToken cancellationToken = default) => reader.CountAsync(cancellationToken);

    /// <summary>The bell's rows: undismissed, unread before read, then by position.</summary>
    public Task<IReadOnlyList<NotificationView>> RecentAsync(int count = 10, CancellationToken cancellationToken = default) =>
        reader.RecentAsync(count, cancellationToken);

    /// <summary>One page.</summary>
    public Task<InboxListing> ListAsync(InboxQuery query, CancellationToken cancellationToken = default) => reader.ListAsync(query, cancellationToken);

    /// <summary>One notification, or null when there is none of this recipient with that id.</summary>
    public Task<NotificationView?> FindAsync(long id, CancellationToken cancellationToken = default) => reader.FindAsync(id, cancellationToken);

    /// <summary>Those of these ids that are this recipient's, in the order of their positions.</summary>
    public Task<IReadOnlyList<NotificationView>> FindManyAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken = default) =>
        reader.FindManyAsync(ids, cancellationToken);

    /// <summary>Marks it seen; a repeat keeps the first time.</summary>
    /// <returns>It as it is now, or null when there is none.</returns>
    public async Task<NotificationView?> MarkSeenAsync(long id, CancellationToken cancellationToken = default)
    {
        var now = clock.Now();
        var item = await ChangeAsync(id, LiveEventKind.Seen, n => n.SeenAt == null, set => set.SetProperty(n => n.SeenAt, now), cancellationToken);

        if (item is { UndoToken: not null })
        {
            metrics.Seen(now - item.UpdatedAt);
        }

        return item;
    }

    /// <summary>Takes "seen" back, unless it is dismissed.</summary>
    /// <returns>It as it is now, or null when there is none.</returns>
    public Task<NotificationView?> MarkUnseenAsync(long id, CancellationToken cancellationToken = default) => ChangeAsync(
        id, LiveEventKind.Updated, n => n.SeenAt != null && n.DismissedAt == null,
        set => set.SetProperty(n => n.SeenAt, (DateTimeOffset?)null), cancellationToken);

    /// <summary>Takes it out of the list; what is dismissed is seen.</summary>
    public async Task<Dismissal> DismissAsync(long id, CancellationToken cancellationToken = default)
    {
        var now = clock.Now();
        var item = await ChangeAsync(id, LiveEventKind.Dismissed, n => n.DismissedAt == null, set => Dismiss(set, now), cancellationToken);

        return item switch
        {
            null => new Dismissal(DismissOutcome.NotFound, null),
            { Mode: not NotificationMode.Queued } => new Dismissal(DismissOutcome.NotDismissible, item),
            _ => new Dismissal(DismissOutcome.Dismissed, item),
        };
    }

    /// <summary>Brings a dismissed one back, as read.</summary>
    /// <returns>It as it is now, or null when there is none.</returns>
    public Task<NotificationView?> RestoreAsync(long id, CancellationToken cancellationToken = default) => ChangeAsync(
        id, LiveEventKind.Restored, n => n.DismissedAt != null, set => set.SetProperty(n => n.DismissedAt, (DateTimeOffset?)null), cancellationToken);

    /// <summary>Marks seen whatever is unread in the selection.</summary>
    public Task<BulkChange> MarkAllSeenAsync(BulkSelection selection, CancellationToken cancellationToken = default)
    {
        var now = clock.Now();

        return changes.ApplyAsync(
            (db, rows) => selection.In(db, rows).Where(n => n.State == NotificationState.Unread),
            set => set.SetProperty(n => n.SeenAt, now), LiveEvent.Of(LiveEventKind.Bulk), cancellationToken);
    }

    /// <summary>Dismisses whatever is not dismissed in the selection, seen or not.</summary>
    public Task<BulkChange> DismissAllAsync(BulkSelection selection, CancellationToken cancellationToken = default)
    {
        var now = clock.Now();

        return changes.ApplyAsync(
            (db, rows) => selection.In(db, rows).Where(n => n.State < NotificationState.Dismissed),
            set => Dismiss(set, now), LiveEvent.Of(LiveEventKind.Bulk), cancellationToken);
    }

    /// <summary>Dismisses what is shown under a group, of every sender's.</summary>
    public async Task<GroupDismissal> DismissGroupAsync(string group, CancellationToken cancellationToken = default)
    {
        var now = clock.Now();
        var rows = await reader.OfGroupAsync(group, cancellationToken);
        IReadOnlyList<long> open = [.. rows.Where(n => n is { Mode: NotificationMode.Queued, DismissedAt: null }).Select(n => n.Id)];
        var outcome = rows.Count == 0 ? DismissOutcome.NotFound
            : rows.Any(n => n.Mode == NotificationMode.Queued) ? DismissOutcome.Dismissed
            : DismissOutcome.NotDismissible;

        return new GroupDismissal(outcome, open.Count == 0 ? BulkChange.None : await changes.ApplyAsync(
            (_, mine) => mine.Where(n => open.Contains(n.Id) && n.DismissedAt == null),
            set => Dismiss(set, now), LiveEvent.Of(LiveEventKind.Dismissed, open), cancellationToken));
    }

    /// <summary>Takes a change back, within ten seconds and where no other has followed it.</summary>
    /// <param name="token">What the change answered.</param>
    /// <returns>How many rows are as they were; null when it is too late.</returns>
    public Task<int?> UndoAsync(long token, CancellationToken cancellationToken = default) => changes.UndoAsync(token, cancellationToken);

    private async Task<NotificationView?> ChangeAsync(
        long id, LiveEventKind signal, Expression<Func<Notification, bool>> where, Action<UpdateSettersBuilder<Notification>> what, CancellationToken cancellationToken)
    {
        var change = await changes.ApplyAsync((_, rows) => rows.Where(n => n.Id == id).Where(where), what, LiveEvent.Of(signal, id), cancellationToken);
        var item = await FindAsync(id, cancellationToken);

        return item is null ? null : item with { UndoToken = change.UndoToken };
    }

    private static void Dismiss(UpdateSettersBuilder<Notification> set, DateTimeOffset now) => set
        .SetProperty(n => n.DismissedAt, now)
        .SetProperty(n => n.SeenAt, n => n.SeenAt ?? now);
}
