using Microsoft.EntityFrameworkCore;
using NotifyPortal.Data;

namespace NotifyPortal.Notifications;

/// <summary>The reads of one recipient's inbox. What pages ask again and again is in <see cref="InboxStore"/>.</summary>
internal sealed class InboxReader(string address, StoreReader store, IDbContextFactory<PortalDbContext> contexts, NotificationPresenter presenter)
{
    /// <summary>A recipient's stored rows: where every statement through the ORM begins.</summary>
    public static IQueryable<Notification> RowsOf(PortalDbContext db, string address) =>
        db.Set<Notification>().AsNoTracking().Where(n => n.RecipientId == db.Set<Recipient>().Where(r => r.Address == address).Select(r => r.Id).FirstOrDefault());

    /// <summary>This recipient's.</summary>
    public IQueryable<Notification> Rows(PortalDbContext db) => RowsOf(db, address);

    public Task<int> CountUnreadAsync(CancellationToken cancellationToken) => store.ReadAsync(sql => InboxStore.CountUnreadAsync(sql, address, cancellationToken));

    public async Task<IReadOnlyDictionary<string, int>> CountUnreadByTypeAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        return await (from n in Unread(Rows(db))
                      join m in db.Set<Message>() on n.MessageId equals m.Id
                      group n by m.Type ?? "" into byType
                      select new { Type = byType.Key, Count = byType.Count() })
            .ToDictionaryAsync(g => g.Type, g => g.Count, cancellationToken);
    }

    public async Task<InboxCounts> CountAsync(CancellationToken cancellationToken)
    {
        var figures = await store.ReadAsync(sql => InboxStore.FiguresAsync(sql, address, cancellationToken));

        return figures is null ? new InboxCounts(0, 0, 0) : new InboxCounts(figures.Unread, figures.Unread + figures.Read, figures.Dismissed);
    }

    public async Task<IReadOnlyList<NotificationView>> RecentAsync(int count, CancellationToken cancellationToken)
    {
        var rows = await store.ReadAsync(async sql =>
        {
            var unread = await InboxStore.NewestAsync(sql, address, NotificationState.Unread, count, cancellationToken);

            return unread.Count == count ? unread
                : [.. unread, .. await InboxStore.NewestAsync(sql, address, NotificationState.Read, count - unread.Count, cancellationToken)];
        });

        // A row that was marked seen between the two reads is in both.
        return [.. rows.DistinctBy(row => row.State.Id).Select(presenter.Present)];
    }

    public Task<InboxListing> ListAsync(InboxQuery query, CancellationToken cancellationToken) => store.ReadAsync(async sql =>
    {
        // Before the rows: what arrives in between is shown, but no bulk operation of this page reaches it.
        var figures = await InboxStore.FiguresAsync(sql, address, cancellationToken) ?? InboxFigures.None;
        var states = StatesOf(query.Status, query.Dismissed);
        var total = query.Type is { } type
            ? await InboxStore.CountOfTypeAsync(sql, figures.RecipientId, states, type, cancellationToken)
            : states.Sum(figures.Of);
        var fetched = total > 0 ? await InboxStore.PageAsync(sql, figures.RecipientId, states, query, cancellationToken) : [];
        var ordered = query.Order == InboxOrder.Newest
            ? fetched.OrderByDescending(row => row.State.Position)
            : fetched.OrderByDescending(row => Rank(row.State)).ThenByDescending(row => row.State.Position);
        List<NotificationRow> reading = query.Cursor is { Backward: true } ? [.. ordered.Reverse()] : [.. ordered];
        var page = Page.Assemble(reading, query.Cursor, query.Limit, total, query.Cursor?.Watermark ?? figures.Newest,
            row => (row.State.Position, query.Order == InboxOrder.Newest ? 0 : Rank(row.State)));

        return new InboxListing(page.Select(presenter.Present), figures.Unread);
    });

    public async Task<NotificationView?> FindAsync(long id, CancellationToken cancellationToken) =>
        (await FindManyAsync([id], cancellationToken)).SingleOrDefault();

    public async Task<IReadOnlyList<NotificationView>> FindManyAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken)
    {
        var rows = await store.ReadAsync(sql => InboxStore.FindAsync(sql, address, ids, cancellationToken));

        return [.. rows.OrderByDescending(row => row.State.Position).Select(presenter.Present)];
    }

    /// <summary>The rows of a group, whatever their mode and state.</summary>
    public async Task<IReadOnlyList<Notification>> OfGroupAsync(string group, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        return await Rows(db).Where(n => n.Group == group).ToListAsync(cancellationToken);
    }

    /// <summary>The rows whose message is of the type or one of its sub-types; null: all.</summary>
    public static IQueryable<Notification> OfType(PortalDbContext db, IQueryable<Notification> rows, string? type)
    {
        if (type is null)
        {
            return rows;
        }

        var beneath = type + ".";

        // Not StartsWith: on SQLite that is LIKE, to which Posts is posts.
        return rows.Where(n => db.Set<Message>().Any(m => m.Id == n.MessageId && (m.Type == type || m.Type!.Substring(0, beneath.Length) == beneath)));
    }

    public static IQueryable<Notification> Unread(IQueryable<Notification> rows) => rows.Where(n => n.State == NotificationState.Unread);

    /// <summary>The lists a query asks for.</summary>
    public static IReadOnlyList<NotificationState> StatesOf(InboxStatus status, DismissedFilter dismissed) =>
    [
        .. dismissed != DismissedFilter.Only ? [NotificationState.Unread] : Array.Empty<NotificationState>(),
        .. dismissed != DismissedFilter.Only && status == InboxStatus.All ? [NotificationState.Read] : Array.Empty<NotificationState>(),
        .. dismissed != DismissedFilter.Exclude && status == InboxStatus.All ? [NotificationState.Dismissed] : Array.Empty<NotificationState>(),
    ];

    private static int Rank(Notification row) => row.State == NotificationState.Unread ? 1 : 0;
}
