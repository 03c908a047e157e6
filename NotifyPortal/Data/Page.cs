using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace NotifyPortal.Data;

/// <summary>One page of a list, newest first.</summary>
/// <param name="Total">How many rows the filters match.</param>
/// <param name="Offset">How many of them stood before this page when page 1 was read.</param>
/// <param name="Watermark">The highest key when page 1 was read: what bulk operations reach up to.</param>
public sealed record Page<T>(
    IReadOnlyList<T> Items, string? NextCursor, string? PreviousCursor, long Total, long Offset, long Watermark)
{
    public bool HasMore => NextCursor is not null;

    public Page<TOther> Select<TOther>(Func<T, TOther> map) =>
        new([.. Items.Select(map)], NextCursor, PreviousCursor, Total, Offset, Watermark);
}

/// <summary>Keyset paging: the page after a key costs the same wherever it stands, and arrivals shift nothing.</summary>
public static class Page
{
    /// <summary>Orders by the key, newest first, and reads one page.</summary>
    public static Task<Page<T>> ToPageAsync<T>(
        this IQueryable<T> rows, Expression<Func<T, long>> key, PageCursor? cursor, int limit, CancellationToken cancellationToken) =>
        ToPageAsync([rows], key, cursor, limit, null, cancellationToken);

    /// <summary>The same of several lists together, each of which the store has in order: the page is at the front of each.</summary>
    /// <param name="known">How many rows there are, where that is known without counting them.</param>
    public static async Task<Page<T>> ToPageAsync<T>(
        IReadOnlyList<IQueryable<T>> lists, Expression<Func<T, long>> key, PageCursor? cursor, int limit, long? known, CancellationToken cancellationToken)
    {
        var total = lists.Count == 0 ? 0 : known ?? await lists.Aggregate((all, more) => all.Concat(more)).LongCountAsync(cancellationToken);
        var fetched = total == 0 ? [] : await Ordered(
            lists.Select(list => Around(list, key, cursor).Take(limit + 1)).Aggregate((all, more) => all.Concat(more)), key, cursor).Take(limit + 1).ToListAsync(cancellationToken);
        var keyOf = key.Compile();
        var watermark = cursor?.Watermark ?? (fetched.Count > 0 ? keyOf(fetched[0]) : 0);

        return Assemble(fetched, cursor, limit, total, watermark, row => (keyOf(row), 0));
    }

    /// <summary>Makes a page of what was fetched: one row more than the limit, in reading order from the cursor away.</summary>
    public static Page<T> Assemble<T>(
        List<T> fetched, PageCursor? cursor, int limit, long total, long watermark, Func<T, (long Key, int Rank)> keyOf)
    {
        var more = fetched.Count > limit;
        var items = more ? fetched[..limit] : fetched;
        var backward = cursor?.Backward ?? false;

        if (backward)
        {
            items.Reverse();
        }

        var offset = cursor is null ? 0 : backward ? Math.Max(0, cursor.Offset - items.Count) : cursor.Offset;
        var hasNext = backward || more;
        var hasPrevious = backward ? more : cursor is not null;

        return new Page<T>(items, hasNext ? At(false) : null, hasPrevious ? At(true) : null, total, offset, watermark);

        string At(bool before)
        {
            // An empty page has no row to point at: it points at where it stands.
            var (key, rank) = items.Count == 0 ? (before ? cursor!.Key - 1 : cursor!.Key + 1, cursor!.Rank) : keyOf(before ? items[0] : items[^1]);

            return new PageCursor(key, rank, before, before ? offset : offset + items.Count, watermark).ToString();
        }
    }

    private static IQueryable<T> Around<T>(IQueryable<T> rows, Expression<Func<T, long>> key, PageCursor? cursor) => cursor switch
    {
        null => Ordered(rows, key, cursor),
        { Backward: true } => Ordered(rows.Where(Compare(Expression.GreaterThan, key, cursor.Key)), key, cursor),
        _ => Ordered(rows.Where(Compare(Expression.LessThan, key, cursor.Key)), key, cursor),
    };

    private static IQueryable<T> Ordered<T>(IQueryable<T> rows, Expression<Func<T, long>> key, PageCursor? cursor) =>
        cursor is { Backward: true } ? rows.OrderBy(key) : rows.OrderByDescending(key);

    private static Expression<Func<T, bool>> Compare<T>(
        Func<Expression, Expression, BinaryExpression> compare, Expression<Func<T, long>> key, long value)
    {
        // A member of a captured object becomes a parameter of the query, a constant would make a new query for each value.
        Expression<Func<long>> captured = () => value;

        return Expression.Lambda<Func<T, bool>>(compare(key.Body, captured.Body), key.Parameters);
    }
}
