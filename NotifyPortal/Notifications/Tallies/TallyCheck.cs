using NotifyPortal.Data;

namespace NotifyPortal.Notifications.Tallies;

/// <summary>The tallies against a recount: each statement answers with what has drifted.</summary>
internal static class TallyCheck
{
    private const string Counted =
        """
        counted AS (
            SELECT coalesce(m."Type", '') AS "Type", n."CreatedAt", n."UpdatedAt", n."SeenAt" IS NULL AND n."DismissedAt" IS NULL AS "Unread", n."DismissedAt" IS NOT NULL AS "Dismissed"
            FROM "Notifications" n JOIN "Messages" m ON m."Id" = n."MessageId" JOIN "Recipients" r ON r."Id" = n."RecipientId"
            WHERE n."Mode" = 0 AND r."UserId" IS NOT NULL)
        """;

    public static IReadOnlyList<(string Rule, string Drifted)> Rules(SqlWords words) =>
    [
        ("the count has drifted for type", Types),
        ("the count has drifted for hour", Hours(words)),
        ("the count has drifted for recipient", Inboxes),
    ];

    private const string Types =
        $"""
        WITH {Counted}, recount AS (
            SELECT "Type", count(*) AS "Total", count(*) FILTER (WHERE "Unread") AS "Unread", count(*) FILTER (WHERE "Dismissed") AS "Dismissed" FROM counted GROUP BY "Type"),
            kept AS (SELECT "Type", "Total", "Unread", "Dismissed" FROM "TypeTallies" WHERE "Total" <> 0 OR "Unread" <> 0 OR "Dismissed" <> 0)
        SELECT "Type" FROM (SELECT * FROM recount EXCEPT SELECT * FROM kept) AS x UNION SELECT "Type" FROM (SELECT * FROM kept EXCEPT SELECT * FROM recount) AS x
        """;

    /// <summary>Of browser sessions', too.</summary>
    private const string Inboxes =
        """
        WITH recount AS (
            SELECT "RecipientId", count(*) FILTER (WHERE "State" = 1) AS "Read", count(*) FILTER (WHERE "State" = 2) AS "Dismissed"
            FROM "Notifications" WHERE "State" IN (1, 2) GROUP BY "RecipientId"),
            kept AS (SELECT "RecipientId", "Read", "Dismissed" FROM "InboxTallies" WHERE "Read" <> 0 OR "Dismissed" <> 0)
        SELECT "RecipientId" FROM (SELECT * FROM recount EXCEPT SELECT * FROM kept) AS x UNION SELECT "RecipientId" FROM (SELECT * FROM kept EXCEPT SELECT * FROM recount) AS x
        """;

    private static string Hours(SqlWords words) =>
        $"""
        WITH {Counted}, recount AS (
            SELECT "Hour", sum("Created") AS "Created", sum("Unread") AS "Unread" FROM (
                SELECT {words.HourOf("\"CreatedAt\"")} AS "Hour", 1 AS "Created", 0 AS "Unread" FROM counted
                UNION ALL SELECT {words.HourOf("\"UpdatedAt\"")}, 0, 1 FROM counted WHERE "Unread") AS one
            GROUP BY "Hour"),
            kept AS (SELECT "Hour", "Created", "Unread" FROM "HourTallies" WHERE "Created" <> 0 OR "Unread" <> 0)
        SELECT "Hour" FROM (SELECT * FROM recount EXCEPT SELECT * FROM kept) AS x UNION SELECT "Hour" FROM (SELECT * FROM kept EXCEPT SELECT * FROM recount) AS x
        """;
}
