using Microsoft.EntityFrameworkCore;
using NotifyPortal.Data;

namespace NotifyPortal.Notifications;

/// <summary>The reads of one recipient's inbox.</summary>
internal sealed class InboxReader(string address, IDbContextFactory<PortalDbContext> contexts, NotificationPresenter presenter)
{
    /// <summary>This recipient's stored rows: where every statement of the inbox begins.</summary>
    public IQueryable<Notification> Rows(PortalDbContext db) =>
        db.Set<Notification>().AsNoTracking().Where(n => n.RecipientId == db.Set<Recipient>().Where(r => r.Address == address).Select(r => r.Id).FirstOrDefault());

    public async Task<int> CountUnreadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        return await Unread(Rows(db)).CountAsync(cancellationToken);
    }

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
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var stored = Rows(db).Where(n => n.Mode == NotificationMode.Queued);
        var dismissed = await stored.CountAsync(n => n.DismissedAt != null, cancellationToken);

        return new InboxCounts(
            await Unread(Rows(db)).CountAsync(cancellationToken), await stored.CountAsync(n => n.DismissedAt == null, cancellationToken), dismissed);
    }

    public async Task<IReadOnlyList<NotificationView>> RecentAsync(int count, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var unread = await ReadAsync(db, Unread(Rows(db)).OrderByDescending(n => n.Position).Take(count), cancellationToken);

        if (unread.Count == count)
        {
            return unread;
        }

        var read = Rows(db).Where(n => n.Mode == NotificationMode.Queued && n.SeenAt != null && n.DismissedAt == null);

        // A row that was marked seen between the two reads is in both.
        return [.. unread.Concat(await ReadAsync(db, read.OrderByDescending(n => n.Position).Take(count - unread.Count), cancellationToken)).DistinctBy(n => n.Id)];
    }

    public async Task<InboxListing> ListAsync(InboxQuery query, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // Before the rows: what arrives in between is shown, but no bulk operation of this page reaches it.
        var watermark = query.Cursor?.Watermark ?? await Rows(db).MaxAsync(n => (long?)n.Position, cancellationToken) ?? 0;
        var matching = Matching(db, query);
        var total = await matching.LongCountAsync(cancellationToken);
        var fetched = await NotificationRow.In(db, Around(matching, query).Take(query.Limit + 1)).ToListAsync(cancellationToken);
        var ordered = query.Order == InboxOrder.Newest
            ? fetched.OrderByDescending(row => row.State.Position)
            : fetched.OrderByDescending(row => Rank(row.State)).ThenByDescending(row => row.State.Position);
        List<NotificationRow> reading = query.Cursor is { Backward: true } ? [.. ordered.Reverse()] : [.. ordered];
        var page = Page.Assemble(reading, query.Cursor, query.Limit, total, watermark,
            row => (row.State.Position, query.Order == InboxOrder.Newest ? 0 : Rank(row.State)));

        return new InboxListing(page.Select(presenter.Present), await Unread(Rows(db)).CountAsync(cancellationToken));
    }

    public async Task<NotificationView?> FindAsync(long id, CancellationToken cancellationToken) =>
        (await FindManyAsync([id], cancellationToken)).SingleOrDefault();

    public async Task<IReadOnlyList<NotificationView>> FindManyAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        return await ReadAsync(db, Rows(db).Where(n => ids.Contains(n.Id)).OrderByDescending(n => n.Position), cancellationToken);
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

    public static IQueryable<Notification> Unread(IQueryable<Notification> rows) =>
        rows.Where(n => n.Mode == NotificationMode.Queued && n.SeenAt == null && n.DismissedAt == null);

    private IQueryable<Notification> Matching(PortalDbContext db, InboxQuery query)
    {
        var rows = query.Status == InboxStatus.Unread ? Unread(Rows(db)) : Rows(db).Where(n => n.Mode == NotificationMode.Queued);
        rows = query.Dismissed switch
        {
            DismissedFilter.Exclude => rows.Where(n => n.DismissedAt == null),
            DismissedFilter.Only => rows.Where(n => n.DismissedAt != null),
            _ => rows,
        };

        return OfType(db, rows, query.Type);
    }

    private static IQueryable<Notification> Around(IQueryable<Notification> rows, InboxQuery query) => (query.Order, query.Cursor) switch
    {
        (InboxOrder.Newest, null) => rows.OrderByDescending(n => n.Position),
        (InboxOrder.Newest, { Backward: false } at) => rows.Where(n => n.Position < at.Key).OrderByDescending(n => n.Position),
        (InboxOrder.Newest, { } at) => rows.Where(n => n.Position > at.Key).OrderBy(n => n.Position),
        (_, null) => rows.OrderByDescending(n => n.SeenAt == null && n.DismissedAt == null ? 1 : 0).ThenByDescending(n => n.Position),
        (_, { Backward: false } at) => rows
            .Where(n => (n.SeenAt == null && n.DismissedAt == null ? 1 : 0) < at.Rank
                || ((n.SeenAt == null && n.DismissedAt == null ? 1 : 0) == at.Rank && n.Position < at.Key))
            .OrderByDescending(n => n.SeenAt == null && n.DismissedAt == null ? 1 : 0).ThenByDescending(n => n.Position),
        (_, { } at) => rows
            .Where(n => (n.SeenAt == null && n.DismissedAt == null ? 1 : 0) > at.Rank
                || ((n.SeenAt == null && n.DismissedAt == null ? 1 : 0) == at.Rank && n.Position > at.Key))
            .OrderBy(n => n.SeenAt == null && n.DismissedAt == null ? 1 : 0).ThenBy(n => n.Position),
    };

    private static int Rank(Notification row) => row is { SeenAt: null, DismissedAt: null } ? 1 : 0;

    private async Task<IReadOnlyList<NotificationView>> ReadAsync(PortalDbContext db, IQueryable<Notification> states, CancellationToken cancellationToken)
    {
        var rows = await NotificationRow.In(db, states).ToListAsync(cancellationToken);

        return [.. rows.OrderByDescending(row => row.State.Position).Select(presenter.Present)];
    }
}
