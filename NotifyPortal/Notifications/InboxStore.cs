using System.Runtime.CompilerServices;
using NotifyPortal.Data;

namespace NotifyPortal.Notifications;

/// <summary>
/// The statements behind badge, bell and inbox pages. SQL by hand in this one place: every open page runs them on every signal, and through the
/// ORM each costs ten times what SQLite needs for it.
/// </summary>
internal static class InboxStore
{
    /// <summary>How many are unread.</summary>
    public static async Task<int> CountUnreadAsync(Sql sql, string address, CancellationToken cancellationToken)
    {
        var counts = await sql.QueryAsync(
            $"""SELECT count(*) FROM "Notifications" AS n WHERE n."RecipientId" = (SELECT "Id" FROM "Recipients" WHERE "Address" = {address}) AND n."State" = 0""",
            row => (int)row.Number(), cancellationToken);

        return counts.Single();
    }

    /// <summary>What stands beside a page's rows; null when nothing was ever stored for this recipient.</summary>
    public static async Task<InboxFigures?> FiguresAsync(Sql sql, string address, CancellationToken cancellationToken)
    {
        // A list's newest is at its end, and SQLite looks there alone.
        var figures = await sql.QueryAsync(
            $"""
            SELECT r."Id", (SELECT count(*) FROM "Notifications" AS n WHERE n."RecipientId" = r."Id" AND n."State" = 0), t."Read", t."Dismissed",
                (SELECT max(n."Position") FROM "Notifications" AS n WHERE n."RecipientId" = r."Id" AND n."State" = 0),
                (SELECT max(n."Position") FROM "Notifications" AS n WHERE n."RecipientId" = r."Id" AND n."State" = 1),
                (SELECT max(n."Position") FROM "Notifications" AS n WHERE n."RecipientId" = r."Id" AND n."State" = 2),
                (SELECT max(n."Position") FROM "Notifications" AS n WHERE n."RecipientId" = r."Id" AND n."State" = 3)
            FROM "Recipients" AS r LEFT JOIN "InboxTallies" AS t ON t."RecipientId" = r."Id" WHERE r."Address" = {address}
            """, InboxFigures.From, cancellationToken);

        return figures.SingleOrDefault();
    }

    /// <summary>The newest of one list, in order. They are found before anything is joined: PostgreSQL would walk through all of a user's for some.</summary>
    public static Task<List<NotificationRow>> NewestAsync(Sql sql, string address, NotificationState state, int count, CancellationToken cancellationToken) =>
        ReadAsync(sql, """ORDER BY p."Position" DESC""",
            """
            (SELECT l."Id", l."Position" FROM "Notifications" AS l WHERE l."RecipientId" = (SELECT "Id" FROM "Recipients" WHERE "Address" = {0}) AND l."State" = {1}
                ORDER BY l."Position" DESC LIMIT {2}) AS p
            CROSS JOIN "Notifications" AS n ON n."Id" = p."Id"
            """, [address, state, count], cancellationToken);

    /// <summary>Those of these ids that are this recipient's.</summary>
    public static Task<List<NotificationRow>> FindAsync(Sql sql, string address, IReadOnlyCollection<long> ids, CancellationToken cancellationToken) =>
        ReadAsync(sql,
            """WHERE n."RecipientId" = (SELECT "Id" FROM "Recipients" WHERE "Address" = {0})""",
            """unnest({1}) AS id(value) CROSS JOIN "Notifications" AS n ON n."Id" = id.value""", [address, ids], cancellationToken);

    /// <summary>How many of these lists are of the type or one of its sub-types: each must be looked at.</summary>
    public static async Task<long> CountOfTypeAsync(Sql sql, int recipient, IReadOnlyList<NotificationState> states, string type, CancellationToken cancellationToken)
    {
        var counts = await sql.QueryAsync(
            $"""
            SELECT count(*) FROM unnest({states.Select(s => (int)s)}) AS list(value)
            CROSS JOIN "Notifications" AS n ON n."RecipientId" = {recipient} AND n."State" = list.value CROSS JOIN "Messages" AS m ON m."Id" = n."MessageId"
            WHERE m."Type" = {type} OR substr(m."Type", 1, {type.Length + 1}) = {type + "."}
            """, row => row.Number(), cancellationToken);

        return counts.Single();
    }

    /// <summary>One row more than the page has, from the cursor away, in no order.</summary>
    public static Task<List<NotificationRow>> PageAsync(Sql sql, int recipient, IReadOnlyList<NotificationState> states, InboxQuery query, CancellationToken cancellationToken)
    {
        var (ranked, backward) = (query.Order == InboxOrder.UnreadFirst, query.Cursor is { Backward: true });
        var (rank, order) = (query.Cursor?.Rank ?? 1, backward ? "" : " DESC");
        var lists = states.Select(state => (State: state, Rank: state == NotificationState.Unread ? 1 : 0))
            .Where(list => !ranked || (backward ? list.Rank >= rank : list.Rank <= rank))
            // Beyond the list where the cursor stands, the next begins at its near end.
            .Select(list => List(list.State, list.Rank, query.Cursor is null || (ranked && list.Rank != rank) ? null : backward ? '>' : '<', query.Type))
            // In its list each row is in order already: SQLite merges them, and stops where the page does. Ranks it cannot merge, and PostgreSQL merges none.
            .Select(list => ranked || !sql.IsSqlite ? $"SELECT * FROM ({list} ORDER BY \"Position\"{order} LIMIT {{1}}) AS ranked" : list).ToList();

        return lists.Count == 0 ? Task.FromResult<List<NotificationRow>>([]) : ReadAsync(sql, "",
            $$"""
            ({{string.Join(" UNION ALL ", lists)}} ORDER BY {{(ranked ? $"\"Rank\"{order}, " : "")}}"Position"{{order}} LIMIT {1}) AS p
            CROSS JOIN "Notifications" AS n ON n."Id" = p."Id"
            """, [recipient, query.Limit + 1, query.Cursor?.Key, query.Type, query.Type + ".", query.Type?.Length + 1], cancellationToken);
    }

    // Not LIKE: to that, Posts is posts.
    private static string List(NotificationState state, int rank, char? from, string? type)
    {
        var list = $$"""SELECT l."Id" AS "Id", l."Position" AS "Position", {{rank}} AS "Rank" FROM "Notifications" AS l WHERE l."RecipientId" = {0} AND l."State" = {{(int)state}}""";
        var beyond = from is null ? "" : $" AND l.\"Position\" {from} {{2}}";
        var ofType = type is null ? "" : """ AND EXISTS (SELECT 1 FROM "Messages" AS t WHERE t."Id" = l."MessageId" AND (t."Type" = {3} OR substr(t."Type", 1, {5}) = {4}))""";

        return list + beyond + ofType;
    }

    private static Task<List<NotificationRow>> ReadAsync(Sql sql, string where, string from, object?[] values, CancellationToken cancellationToken) => sql.QueryAsync(
        FormattableStringFactory.Create($"SELECT {NotificationRow.Columns} FROM {from} {NotificationRow.Joins} {where}", values), NotificationRow.Read, cancellationToken);
}
