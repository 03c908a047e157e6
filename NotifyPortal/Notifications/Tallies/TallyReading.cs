using NotifyPortal.Data;

namespace NotifyPortal.Notifications.Tallies;

/// <summary>Reads the tallies by hand, for the figures that admins' pages show and read again on every change.</summary>
internal static class TallyReading
{
    /// <summary>Every type of which there was ever one.</summary>
    public static Task<List<TypeTally>> TypesAsync(Sql sql, CancellationToken cancellationToken) => sql.QueryAsync(
        $"""SELECT "Type", "Total", "Unread", "Dismissed" FROM "TypeTallies" """,
        row => new TypeTally { Type = row.Text(), Total = row.Number(), Unread = row.Number(), Dismissed = row.Number() }, cancellationToken);

    /// <summary>The hours from this one on.</summary>
    public static Task<List<HourTally>> HoursAsync(Sql sql, long first, CancellationToken cancellationToken) => sql.QueryAsync(
        $"""SELECT "Hour", "Created", "Unread" FROM "HourTallies" WHERE "Hour" >= {first}""",
        row => new HourTally { Hour = row.Number(), Created = row.Number(), Unread = row.Number() }, cancellationToken);

    /// <summary>The first hour with an unread one; null when there is none.</summary>
    public static async Task<long?> OldestUnreadAsync(Sql sql, CancellationToken cancellationToken)
    {
        var oldest = await sql.QueryAsync($"""SELECT "Hour" FROM "HourTallies" WHERE "Unread" > 0 ORDER BY "Hour" LIMIT 1""", row => row.Number(), cancellationToken);

        return oldest.Count == 0 ? null : oldest[0];
    }
}
