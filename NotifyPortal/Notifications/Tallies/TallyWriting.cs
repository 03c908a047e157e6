using NotifyPortal.Data;

namespace NotifyPortal.Notifications.Tallies;

/// <summary>Counts new rows in: all of a transaction's at once. A trigger for each costs a fan-out to 100,000 another 100 ms, this nothing.</summary>
internal static class TallyWriting
{
    /// <param name="stored">The rows the message got in this transaction.</param>
    public static async Task AddAsync(
        PortalDbContext db, Message message, IReadOnlyList<OwnedRow> stored, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rows = message.Mode == NotificationMode.Queued ? stored.Count(row => RecipientAddress.SessionIn(row.Address) is null) : 0;

        if (rows == 0)
        {
            return;
        }

        var (type, hour) = (message.Type ?? "", HourTally.Of(now));

        await db.Sql.ExecuteAsync(
            $"""
            INSERT INTO "TypeTallies" ("Type", "Total", "Unread", "Dismissed") VALUES ({type}, {rows}, {rows}, 0)
            ON CONFLICT ("Type") DO UPDATE SET "Total" = "TypeTallies"."Total" + excluded."Total", "Unread" = "TypeTallies"."Unread" + excluded."Unread";
            INSERT INTO "HourTallies" ("Hour", "Created", "Unread") VALUES ({hour}, {rows}, {rows})
            ON CONFLICT ("Hour") DO UPDATE SET "Created" = "HourTallies"."Created" + excluded."Created", "Unread" = "HourTallies"."Unread" + excluded."Unread";
            """, cancellationToken);
    }
}
