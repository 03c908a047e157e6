using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using NotifyPortal.Data;

namespace NotifyPortal.Notifications.Stream;

/// <summary>The statements behind <see cref="ChangeFeed"/>: what has changed, how those rows are now, what they say. Three, for one stream or for hundreds.</summary>
internal static class ChangeQuery
{
    /// <summary>Many who look together are answered up to so many changes of a kind.</summary>
    private const int Most = 50_000;

    private const int Unread = 3;

    // Alone, the first ones in their order; together, whatever there is, so that nothing needs to be sorted.
    private const string InOrder = """ORDER BY "Number" """;
    private static readonly Texts Alone = new(Changes(AskedOfSqlite, InOrder), Changes(AskedAloneOfPostgres, InOrder));
    private static readonly Texts Together = new(Changes(AskedOfSqlite, ""), Changes(AskedOfPostgres, ""));

    private const string AskedOfSqlite =
        """
        SELECT json_extract(a.value, '$[0]') AS "Asker", r."Id" AS "RecipientId", json_extract(a.value, '$[2]') AS "After",
            r."UserId" IS NOT NULL AS "IsUser", json_extract(a.value, '$[3]') = 1 AS "Counting"
        FROM json_each({0}) AS a CROSS JOIN "Recipients" AS r ON r."Address" = json_extract(a.value, '$[1]')
        """;

    // The planner expects a hundred of json_array_elements; alone asks a user, and perhaps their browser session.
    private const string AskedAloneOfPostgres = AskedColumns + """FROM unnest(ARRAY[{0}::json -> 0, {0}::json -> 1]) AS a(value) JOIN "Recipients" AS r ON r."Address" = a.value ->> 1""";

    private const string AskedOfPostgres = AskedColumns + """FROM json_array_elements({0}) AS a JOIN "Recipients" AS r ON r."Address" = a.value ->> 1""";

    private const string AskedColumns =
        """
        SELECT (a.value ->> 0)::int AS "Asker", r."Id" AS "RecipientId", (a.value ->> 2)::bigint AS "After",
            r."UserId" IS NOT NULL AS "IsUser", (a.value ->> 3)::int = 1 AS "Counting"

        """;

    private const string States = $$"""SELECT {{NotificationRow.StateColumns}} FROM unnest({0}) AS id(value) CROSS JOIN "Notifications" AS n ON n."Id" = id.value""";

    private const string Messages =
        $$"""SELECT m."Id", {{NotificationRow.MessageColumns}} FROM unnest({0}) AS id(value) CROSS JOIN "Messages" AS m ON m."Id" = id.value {{NotificationRow.ActivityJoin}}""";

    /// <summary>An answer for each in turn; null: there is too much for one answer, each must look alone.</summary>
    public static async Task<IReadOnlyList<ChangeBatch>?> ReadAsync(Sql sql, IReadOnlyList<Look> looks, NotificationPresenter presenter)
    {
        var limit = looks.Count == 1 ? ChangeFeed.Limit + 1 : Most;
        var asked = JsonSerializer.Serialize(looks.SelectMany((look, i) => look.Addresses.Select(address => new object[] { i, address, look.After, look.Counting ? 1 : 0 })));
        var rows = await sql.QueryAsync(FormattableStringFactory.Create((looks.Count == 1 ? Alone : Together).For(sql), asked, limit), Row.Read, CancellationToken.None);

        if (looks.Count > 1 && rows.Count >= limit) // if one kind is cut short, so are there as many in all
        {
            return null;
        }

        var found = await FindAsync(sql, rows, presenter);
        var answers = new List<Row>[looks.Count];

        foreach (var row in rows)
        {
            (answers[row.Asker] ??= []).Add(row);
        }

        return [.. answers.Select(own => Assemble(own ?? [], found))];
    }

    private static string Changes(string asked, string order) =>
        $$"""
        WITH asked AS MATERIALIZED ({{asked}})
        SELECT * FROM (
            SELECT asked."Asker", n."Position" AS "Number", n."Id", CASE WHEN n."Id" > asked."After" THEN {{(int)ChangeKind.Created}} ELSE {{(int)ChangeKind.Folded}} END AS "Kind",
                CASE WHEN asked."IsUser" AND n."State" = 0 THEN 1 ELSE 0 END, CAST(NULL AS timestamptz), 0
            FROM asked CROSS JOIN "Notifications" AS n ON n."RecipientId" = asked."RecipientId" AND n."State" IN (0, 1, 3) AND n."Position" > asked."After"
            {{order}} LIMIT {1}) AS x
        UNION ALL SELECT * FROM (
            SELECT asked."Asker", n."Operation" AS "Number", n."Id", CASE WHEN n."DismissedAt" IS NOT NULL THEN {{(int)ChangeKind.Gone}}
                WHEN n."SeenAt" IS NOT NULL AND n."DismissedBefore" IS NULL THEN {{(int)ChangeKind.Seen}} ELSE {{(int)ChangeKind.Back}} END,
                0, n."DismissedAt", 1
            FROM asked CROSS JOIN "Notifications" AS n ON n."RecipientId" = asked."RecipientId" AND n."Operation" > asked."After"
            {{order}} LIMIT {1}) AS x
        UNION ALL SELECT * FROM (
            SELECT asked."Asker", g."Number", g."NotificationId", {{(int)ChangeKind.Gone}}, 0, g."At", 2
            FROM asked CROSS JOIN "Removals" AS g ON g."RecipientId" = asked."RecipientId" AND g."Number" > asked."After"
            {{order}} LIMIT {1}) AS x
        UNION ALL
            SELECT asked."Asker", 0, 0, 0, (SELECT count(*) FROM "Notifications" AS n WHERE n."RecipientId" = asked."RecipientId" AND n."State" = 0), CAST(NULL AS timestamptz), {{Unread}}
            FROM asked WHERE asked."IsUser" AND asked."Counting"
        """;

    private static async Task<IReadOnlyDictionary<long, ChangedRow>> FindAsync(Sql sql, IEnumerable<Row> rows, NotificationPresenter presenter)
    {
        var ids = rows.Where(row => row.Branch != Unread && row.Kind != ChangeKind.Gone).Select(row => row.Id).Distinct().ToList();

        if (ids.Count == 0)
        {
            return new Dictionary<long, ChangedRow>();
        }

        var states = await sql.QueryAsync(FormattableStringFactory.Create(States, ids), NotificationRow.ReadState, CancellationToken.None);
        var messageIds = states.Select(state => state.MessageId).Distinct();
        var messages = (await sql.QueryAsync(FormattableStringFactory.Create(Messages, messageIds), NotificationRow.ReadMessage, CancellationToken.None))
            .ToDictionary(one => one.Message.Id);
        var shared = new Dictionary<(long Message, DateTimeOffset At), StreamContent>();
        var found = new Dictionary<long, ChangedRow>(states.Count);

        foreach (var state in states)
        {
            if (!messages.TryGetValue(state.MessageId, out var one))
            {
                continue; // retracted since
            }

            // All recipients of a message are told the same, until something is folded into a row of theirs.
            var (key, plain) = ((state.MessageId, state.UpdatedAt), state is { Actors: null, Metadata: null });
            var content = plain ? shared.GetValueOrDefault(key) : null;

            if (content is null)
            {
                content = new StreamContent(() => presenter.Present(new NotificationRow(state, one.Message, one.Activity)));

                if (plain)
                {
                    shared[key] = content;
                }
            }

            found[state.Id] = new ChangedRow(state.SeenAt, state.DismissedAt, content);
        }

        return found;
    }

    // New rows are told however many there are, a page at a time; nothing after a page's last one may be told before the rest of them.
    private static ChangeBatch Assemble(List<Row> rows, IReadOnlyDictionary<long, ChangedRow> found)
    {
        var fresh = rows.Where(row => row.Branch == 0).Select(row => row.Number).Order().ElementAtOrDefault(ChangeFeed.Limit);
        var last = fresh > 0 ? fresh - 1 : long.MaxValue;

        return new ChangeBatch(
            [.. rows.Where(row => row.Branch != Unread && row.Number <= last).OrderBy(row => row.Number).ThenBy(row => row.Id).Select(row => new Change
            {
                Number = row.Number,
                Id = row.Id,
                Kind = row.Kind,
                GoneAt = row.Kind == ChangeKind.Gone ? row.At : null,
                Unread = row is { Kind: ChangeKind.Created, Value: 1 },
                Row = row.Kind == ChangeKind.Gone ? null : found.GetValueOrDefault(row.Id),
            })],
            fresh > 0, rows.Count(row => row.Branch is not (0 or Unread)) > ChangeFeed.Limit, (int)rows.Where(row => row.Branch == Unread).Sum(row => row.Value));
    }

    /// <param name="Value">Of a new or folded row, whether the user has it unread; of the last branch, how many they have.</param>
    /// <param name="At">Of what has gone, when.</param>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Row(int Asker, long Number, long Id, ChangeKind Kind, long Value, DateTimeOffset? At, int Branch)
    {
        public static Row Read(SqlRow row) =>
            new((int)row.Number(), row.Number(), row.Number(), (ChangeKind)row.Number(), row.Number(), row.TimeOrNull(), (int)row.Number());
    }

    /// <summary>What is asked in JSON, each engine takes apart in its own words.</summary>
    private sealed record Texts(string Sqlite, string Postgres)
    {
        public string For(Sql sql) => sql.IsSqlite ? Sqlite : Postgres;
    }
}
