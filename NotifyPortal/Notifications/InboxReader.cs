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
        var unread = await Unread(Rows(db)).CountAsync(cancellationToken);

        return new InboxCounts(
            unread, unread + await Read(Rows(db)).CountAsync(cancellationToken), await Dismissed(Rows(db)).CountAsync(cancellationToken));
    }

    public async Task<IReadOnlyList<NotificationView>> RecentAsync(int count, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var unread = await ReadAsync(db, Unread(Rows(db)).OrderByDescending(n => n.Position).Take(count), cancellationToken);

        if (unread.Count == count)
        {
            return unread;
        }

        // A row that was marked seen between the two reads is in both.
        return [.. unread.Concat(await ReadAsync(db, Read(Rows(db)).OrderByDescending(n => n.Position).Take(count - unread.Count), cancellationToken)).DistinctBy(n => n.Id)];
    }

    public async Task<InboxListing> ListAsync(InboxQuery query, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // Before the rows: what arrives in between is shown, but no bulk operation of this page reaches it.
        var watermark = query.Cursor?.Watermark ?? await NewestAsync(Rows(db), cancellationToken);
        var shelves = Matching(db, query);
        var total = shelves.Count == 0 ? 0 : await shelves.Select(s => s.Rows.Select(n => n.Id)).Aggregate((all, more) => all.Concat(more)).LongCountAsync(cancellationToken);
        var fetched = total > 0 && Around(shelves, query) is { } near ? await NotificationRow.In(db, near).ToListAsync(cancellationToken) : [];
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

        return await ReadAsync(db, Rows(db).Where(n => ids.Contains(n.Id)), cancellationToken);
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

    private static IQueryable<Notification> Read(IQueryable<Notification> rows) => rows.Where(n => n.State == NotificationState.Read);

    private static IQueryable<Notification> Dismissed(IQueryable<Notification> rows) => rows.Where(n => n.State == NotificationState.Dismissed);

    /// <summary>The lists a query asks for.</summary>
    public static IReadOnlyList<NotificationState> StatesOf(InboxStatus status, DismissedFilter dismissed) =>
    [
        .. dismissed != DismissedFilter.Only ? [NotificationState.Unread] : Array.Empty<NotificationState>(),
        .. dismissed != DismissedFilter.Only && status == InboxStatus.All ? [NotificationState.Read] : Array.Empty<NotificationState>(),
        .. dismissed != DismissedFilter.Exclude && status == InboxStatus.All ? [NotificationState.Dismissed] : Array.Empty<NotificationState>(),
    ];

    // A page is at the front of one, two or three lists, and never behind thousands of rows of a state that nobody asked for.
    private List<Shelf> Matching(PortalDbContext db, InboxQuery query)
    {
        var rows = OfType(db, Rows(db), query.Type);

        return [.. StatesOf(query.Status, query.Dismissed).Select(state => new Shelf(state == NotificationState.Unread ? 1 : 0, rows.Where(n => n.State == state)))];
    }

    private static IQueryable<Notification>? Around(List<Shelf> shelves, InboxQuery query)
    {
        var (cursor, ranked) = (query.Cursor, query.Order == InboxOrder.UnreadFirst);
        var rank = cursor?.Rank ?? 1;
        var reached = shelves.Where(s => !ranked || (cursor is { Backward: true } ? s.Rank >= rank : s.Rank <= rank));
        // Beyond the shelf where the cursor stands, the next begins at its near end.
        var next = cursor is null ? null : cursor with { Key = cursor.Backward ? 0 : long.MaxValue };
        var near = reached.Select(s => Part(s.Rows, ranked && s.Rank != rank ? next : cursor).Take(query.Limit + 1))
            .Aggregate((IQueryable<Notification>?)null, (all, more) => all is null ? more : all.Concat(more));

        return (ranked, cursor is { Backward: true }) switch
        {
            _ when near is null => null,
            (false, false) => near.OrderByDescending(n => n.Position).Take(query.Limit + 1),
            (false, true) => near.OrderBy(n => n.Position).Take(query.Limit + 1),
            (true, false) => near.OrderByDescending(n => n.SeenAt == null ? 1 : 0).ThenByDescending(n => n.Position).Take(query.Limit + 1),
            (true, true) => near.OrderBy(n => n.SeenAt == null ? 1 : 0).ThenBy(n => n.Position).Take(query.Limit + 1),
        };
    }

    private static IQueryable<Notification> Part(IQueryable<Notification> rows, PageCursor? cursor) => cursor switch
    {
        null => rows.OrderByDescending(n => n.Position),
        { Backward: false } => rows.Where(n => n.Position < cursor.Key).OrderByDescending(n => n.Position),
        _ => rows.Where(n => n.Position > cursor.Key).OrderBy(n => n.Position),
    };

    private static async Task<long> NewestAsync(IQueryable<Notification> rows, CancellationToken cancellationToken) =>
        await StatesOf(InboxStatus.All, DismissedFilter.Include)
            .Select(state => rows.Where(n => n.State == state).OrderByDescending(n => n.Position).Select(n => (long?)n.Position).Take(1))
            .Aggregate((all, more) => all.Concat(more)).MaxAsync(cancellationToken) ?? 0;

    private static int Rank(Notification row) => row is { SeenAt: null, DismissedAt: null } ? 1 : 0;

    private async Task<IReadOnlyList<NotificationView>> ReadAsync(PortalDbContext db, IQueryable<Notification> states, CancellationToken cancellationToken)
    {
        var rows = await NotificationRow.In(db, states).ToListAsync(cancellationToken);

        return [.. rows.OrderByDescending(row => row.State.Position).Select(presenter.Present)];
    }

    /// <param name="Rank">Unread ones stand first where that is asked for.</param>
    private sealed record Shelf(int Rank, IQueryable<Notification> Rows);
}
