using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using NotifyPortal.Data.Postgres;

namespace NotifyPortal.Notifications.Tallies;

/// <summary>
/// The same as <see cref="SqliteTallyTriggers"/>, once for each statement: what its rows add up to after it, less what they did before. A trigger
/// for each row would leave a dead version of the same tally behind with each.
/// </summary>
[DbContext(typeof(PostgresPortalDbContext))]
[Migration("30000101000000_TallyTriggers")]
internal sealed class PostgresTallyTriggers : Migration
{
    private const string ByType =
        """
        SELECT coalesce(m."Type", '') AS "Type", sum(c.sign) AS "Total", sum(CASE WHEN c."State" = 0 THEN c.sign ELSE 0 END) AS "Unread",
            sum(CASE WHEN c."State" = 2 THEN c.sign ELSE 0 END) AS "Dismissed"
        FROM changed AS c JOIN "Messages" AS m ON m."Id" = c."MessageId" GROUP BY coalesce(m."Type", '')
        """;

    private const string ByHour =
        """
        SELECT x."Hour", sum(x.created) AS "Created", sum(x.unread) AS "Unread" FROM (
            SELECT floor(extract(epoch FROM c."CreatedAt") / 3600)::bigint AS "Hour", c.sign AS created, 0 AS unread FROM changed AS c
            UNION ALL SELECT floor(extract(epoch FROM c."UpdatedAt") / 3600)::bigint, 0, c.sign FROM changed AS c WHERE c."State" = 0) AS x
        GROUP BY x."Hour"
        """;

    private const string ByRecipient =
        """
        SELECT c."RecipientId", sum(CASE WHEN c."State" = 1 THEN c.sign ELSE 0 END) AS "Read", sum(CASE WHEN c."State" = 2 THEN c.sign ELSE 0 END) AS "Dismissed"
        FROM changed AS c GROUP BY c."RecipientId"
        """;

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(
            $"""
            CREATE FUNCTION "Tally_Change"() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                WITH changed AS ({Of("after", 1, users: true)} UNION ALL {Of("before", -1, users: true)}), delta AS ({ByType})
                INSERT INTO "TypeTallies" AS t ("Type", "Total", "Unread", "Dismissed")
                SELECT "Type", "Total", "Unread", "Dismissed" FROM delta WHERE "Total" <> 0 OR "Unread" <> 0 OR "Dismissed" <> 0 ORDER BY "Type"
                ON CONFLICT ("Type") DO UPDATE SET "Total" = t."Total" + excluded."Total", "Unread" = t."Unread" + excluded."Unread", "Dismissed" = t."Dismissed" + excluded."Dismissed";

                WITH changed AS ({Of("after", 1, users: true)} UNION ALL {Of("before", -1, users: true)}), delta AS ({ByHour})
                INSERT INTO "HourTallies" AS t ("Hour", "Created", "Unread") SELECT "Hour", "Created", "Unread" FROM delta WHERE "Created" <> 0 OR "Unread" <> 0 ORDER BY "Hour"
                ON CONFLICT ("Hour") DO UPDATE SET "Created" = t."Created" + excluded."Created", "Unread" = t."Unread" + excluded."Unread";

                WITH changed AS ({Of("after", 1, users: false)} UNION ALL {Of("before", -1, users: false)}), delta AS ({ByRecipient})
                INSERT INTO "InboxTallies" AS t ("RecipientId", "Read", "Dismissed")
                SELECT "RecipientId", "Read", "Dismissed" FROM delta WHERE "Read" <> 0 OR "Dismissed" <> 0 ORDER BY "RecipientId"
                ON CONFLICT ("RecipientId") DO UPDATE SET "Read" = t."Read" + excluded."Read", "Dismissed" = t."Dismissed" + excluded."Dismissed";

                RETURN NULL;
            END $$;
            CREATE TRIGGER "Tally_Change" AFTER UPDATE ON "Notifications" REFERENCING OLD TABLE AS before NEW TABLE AS after
            FOR EACH STATEMENT EXECUTE FUNCTION "Tally_Change"();
            """);
        migrationBuilder.Sql(
            $"""
            CREATE FUNCTION "Tally_Removal"() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                WITH changed AS ({Of("before", -1, users: true)}), delta AS ({ByType})
                UPDATE "TypeTallies" AS t SET "Total" = t."Total" + d."Total", "Unread" = t."Unread" + d."Unread", "Dismissed" = t."Dismissed" + d."Dismissed"
                FROM delta AS d WHERE d."Type" = t."Type";

                WITH changed AS ({Of("before", -1, users: true)}), delta AS ({ByHour})
                UPDATE "HourTallies" AS t SET "Created" = t."Created" + d."Created", "Unread" = t."Unread" + d."Unread" FROM delta AS d WHERE d."Hour" = t."Hour";

                WITH changed AS ({Of("before", -1, users: false)}), delta AS ({ByRecipient})
                UPDATE "InboxTallies" AS t SET "Read" = t."Read" + d."Read", "Dismissed" = t."Dismissed" + d."Dismissed" FROM delta AS d WHERE d."RecipientId" = t."RecipientId";

                RETURN NULL;
            END $$;
            CREATE TRIGGER "Tally_Removal" AFTER DELETE ON "Notifications" REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION "Tally_Removal"();
            """);

        // A cascade deletes the rows when what they point at is gone already: whose they were and of what type, nobody could tell then.
        migrationBuilder.Sql(
            """
            CREATE FUNCTION "Tally_Recipient"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM "Notifications" WHERE "RecipientId" = OLD."Id"; RETURN OLD; END $$;
            CREATE TRIGGER "Tally_Recipient" BEFORE DELETE ON "Recipients" FOR EACH ROW EXECUTE FUNCTION "Tally_Recipient"();
            CREATE FUNCTION "Tally_Message"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM "Notifications" WHERE "MessageId" = OLD."Id"; RETURN OLD; END $$;
            CREATE TRIGGER "Tally_Message" BEFORE DELETE ON "Messages" FOR EACH ROW EXECUTE FUNCTION "Tally_Message"();
            """);
    }

    // Only queued rows are counted; over everybody, only users'.
    private static string Of(string rows, int sign, bool users) =>
        $"""
        SELECT n."MessageId", n."RecipientId", n."State", n."CreatedAt", n."UpdatedAt", {sign} AS sign FROM {rows} AS n
        {(users ? """JOIN "Recipients" AS r ON r."Id" = n."RecipientId" AND r."UserId" IS NOT NULL""" : "")} WHERE n."Mode" = 0
        """;
}
