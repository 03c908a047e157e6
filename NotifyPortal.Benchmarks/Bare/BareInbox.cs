using Microsoft.Data.Sqlite;

namespace NotifyPortal.Benchmarks.Bare;

/// <summary>The inbox's reads as prepared, kept commands on the portal's own tables; how many there are in all is a kept counter.</summary>
internal sealed class BareInbox : IDisposable
{
    private const string Columns = """
        n."Id", n."Position", n."Mode", n."SeenAt", n."DismissedAt", n."CreatedAt", n."UpdatedAt", n."Occurrences", n."Actors", n."Metadata",
        m."Type", m."Action", m."Title", m."Text", m."Icon", m."Link", m."Severity", m."Event", m."ActorName", m."Actions", m."Metadata"
        """;

    private const string Unread = """n."RecipientId" = $recipient AND n."State" = 0""";
    private const string Read = """n."RecipientId" = $recipient AND n."State" = 1""";
    private const string Kept = """n."RecipientId" = $recipient AND n."State" IN (0, 1)""";

    private readonly SqliteConnection database;
    private readonly Dictionary<string, SqliteCommand> commands = new(StringComparer.Ordinal);
    private readonly int recipient;

    /// <param name="database">The portal's, on a connection of one's own.</param>
    public BareInbox(SqliteConnection database, int recipient)
    {
        (this.database, this.recipient) = (database, recipient);
        database.Run("""
            PRAGMA temp_store = MEMORY;
            CREATE TEMP TABLE IF NOT EXISTS Totals (Recipient INTEGER PRIMARY KEY, Kept INTEGER NOT NULL);
            """);
        database.Run($"""INSERT OR REPLACE INTO Totals SELECT $recipient, count(*) FROM "Notifications" AS n WHERE {Kept}""", ("$recipient", recipient));
    }

    /// <summary>The badge's number.</summary>
    public long CountUnread() => Command($"""SELECT count(*) FROM "Notifications" AS n WHERE {Unread}""").Number();

    /// <summary>The bell's rows: unread before read.</summary>
    public int Recent(int count)
    {
        var rows = Command($"{Select} WHERE {Unread} ORDER BY n.\"Position\" DESC LIMIT {count}").ReadAll();

        return rows == count ? rows : rows + Command($"{Select} WHERE {Read} ORDER BY n.\"Position\" DESC LIMIT {count - rows}").ReadAll();
    }

    /// <summary>A page of 25 and whether there is more, with the total and the badge's number.</summary>
    /// <param name="before">The position it begins after; null: the first page.</param>
    public int Page(long? before = null)
    {
        _ = Command("SELECT Kept FROM Totals WHERE Recipient = $recipient").Number();
        _ = CountUnread();

        return Rows([Unread, Read], before);
    }

    /// <summary>The same of what is unread.</summary>
    public int UnreadPage()
    {
        _ = CountUnread();

        return Rows([Unread], null);
    }

    /// <summary>The same of one type; how many there are of it nobody keeps.</summary>
    public int TypePage(string type)
    {
        _ = Command($"""{"SELECT count(*)"} FROM "Notifications" AS n JOIN "Messages" AS m ON m."Id" = n."MessageId" WHERE {Kept} AND m."Type" = '{type}'""").Number();
        _ = CountUnread();

        return Rows([Unread, Read], null, $"""AND (SELECT "Type" FROM "Messages" WHERE "Id" = n."MessageId") = '{type}'""");
    }

    /// <summary>Where a page begins: the position of the row before it.</summary>
    public long PositionBefore(int page, int limit) => Command($"SELECT n.\"Position\" FROM \"Notifications\" AS n WHERE {Kept} ORDER BY n.\"Position\" DESC LIMIT 1 OFFSET {((page - 1) * limit) - 1}").Number();

    public void Dispose()
    {
        foreach (var command in commands.Values)
        {
            command.Dispose();
        }
    }

    private static string Select => $"""SELECT {Columns} FROM "Notifications" AS n CROSS JOIN "Messages" AS m ON m."Id" = n."MessageId" """;

    // A list has its rows in order; two of them are merged.
    private int Rows(string[] lists, long? before, string and = "")
    {
        var ids = lists.Select(list => $"SELECT n.\"Id\" AS id, n.\"Position\" AS at FROM \"Notifications\" AS n WHERE {list} {(before is null ? "" : "AND n.\"Position\" < $before")} {and}");
        var command = Command($"SELECT {Columns} FROM ({string.Join(" UNION ALL ", ids)} ORDER BY at DESC LIMIT 26) AS p CROSS JOIN \"Notifications\" AS n ON n.\"Id\" = p.id CROSS JOIN \"Messages\" AS m ON m.\"Id\" = n.\"MessageId\"");

        if (before is not null)
        {
            command.Parameters["$before"].Value = before;
        }

        return command.ReadAll();
    }

    private SqliteCommand Command(string sql)
    {
        if (!commands.TryGetValue(sql, out var command))
        {
            commands[sql] = command = database.Prepare(sql, ("$recipient", recipient), ("$before", 0L));
            command.Prepare();
        }

        return command;
    }
}
