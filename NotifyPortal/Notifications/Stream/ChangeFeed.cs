using System.Runtime.CompilerServices;
using System.Text.Json;
using NotifyPortal.Data;

namespace NotifyPortal.Notifications.Stream;

/// <summary>
/// What has changed for some recipients since a number. Signals only say that it is time to look: what is told comes from here, in the
/// order of commits, each once, whatever signals were lost, doubled or late.
/// </summary>
internal sealed class ChangeFeed(StoreReader store, NotificationPresenter presenter)
{
    /// <summary>More changes of state than this at once are not told one by one.</summary>
    public const int Limit = 100;

    private const string Found =
        $$"""
        SELECT {{NotificationRow.Columns}} FROM json_each({0}) AS id CROSS JOIN "Notifications" AS n ON n."Id" = id.value {{NotificationRow.Joins}}
        WHERE n."RecipientId" IN (SELECT r."Id" FROM json_each({1}) AS one CROSS JOIN "Recipients" AS r ON r."Address" = one.value)
        """;

    /// <summary>The changes after the number. One statement, so one moment: what commits meanwhile has a higher number than all it returns.</summary>
    public async Task<ChangeBatch> ReadAsync(IReadOnlyList<string> addresses, long after, CancellationToken cancellationToken)
    {
        var (served, limit) = (JsonSerializer.Serialize(addresses), Limit + 1);
        var rows = await store.ReadAsync(sql => sql.QueryAsync(
            $"""
            WITH served AS (SELECT r."Id" FROM json_each({served}) AS a CROSS JOIN "Recipients" AS r ON r."Address" = a.value)
            SELECT * FROM (
                SELECT n."Position" AS "Number", n."Id", iif(n."Id" > {after}, {(int)ChangeKind.Created}, {(int)ChangeKind.Folded}) AS "Kind", 0 AS "GoneAt", 0 AS "Branch"
                FROM served CROSS JOIN "Notifications" AS n ON n."RecipientId" = served."Id" AND n."State" IN (0, 1, 3) AND n."Position" > {after}
                ORDER BY n."Position" LIMIT {limit})
            UNION ALL SELECT * FROM (
                SELECT n."Operation", n."Id", CASE WHEN n."DismissedAt" IS NOT NULL THEN {(int)ChangeKind.Gone}
                    WHEN n."SeenAt" IS NOT NULL AND n."DismissedBefore" IS NULL THEN {(int)ChangeKind.Seen} ELSE {(int)ChangeKind.Back} END,
                    coalesce(n."DismissedAt", 0), 1
                FROM served CROSS JOIN "Notifications" AS n ON n."RecipientId" = served."Id" AND n."Operation" > {after}
                ORDER BY n."Operation" LIMIT {limit})
            UNION ALL SELECT * FROM (
                SELECT g."Number", g."NotificationId", {(int)ChangeKind.Gone}, g."At", 2
                FROM served CROSS JOIN "Removals" AS g ON g."RecipientId" = served."Id" AND g."Number" > {after}
                ORDER BY g."Number" LIMIT {limit})
            """, Row.Read, cancellationToken));

        return Assemble(rows);
    }

    /// <summary>The rows of these recipients among the ids, ready to be told.</summary>
    public async Task<IReadOnlyDictionary<long, NotificationView>> FindAsync(
        IReadOnlyList<string> addresses, IReadOnlyCollection<long> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            return new Dictionary<long, NotificationView>();
        }

        var rows = await store.ReadAsync(sql => sql.QueryAsync(
            FormattableStringFactory.Create(Found, JsonSerializer.Serialize(ids), JsonSerializer.Serialize(addresses)), NotificationRow.Read, cancellationToken));

        return rows.Select(presenter.Present).ToDictionary(view => view.Id);
    }

    // New rows are told however many there are, a page at a time; nothing after a page's last one may be told before the rest of them.
    private static ChangeBatch Assemble(List<Row> rows)
    {
        var more = rows.Count(row => row.Branch == 0) > Limit;
        var last = more ? rows.Where(row => row.Branch == 0).Max(row => row.Number) - 1 : long.MaxValue;

        return new ChangeBatch(
            [.. rows.Where(row => row.Number <= last).OrderBy(row => row.Number).ThenBy(row => row.Id)
                .Select(row => new Change { Number = row.Number, Id = row.Id, Kind = (ChangeKind)row.Kind, GoneAt = row.GoneAt })],
            more, rows.Count(row => row.Branch != 0) > Limit);
    }

    private sealed record Row(long Number, long Id, int Kind, long GoneAt, int Branch)
    {
        public static Row Read(SqlRow row) => new(row.Number(), row.Number(), (int)row.Number(), row.Number(), (int)row.Number());
    }
}
