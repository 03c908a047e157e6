using Microsoft.Data.Sqlite;

namespace NotifyPortal.Benchmarks.Data;

/// <summary>Rows by the million, straight into the portal's tables. The one file that knows them.</summary>
public static class Seed
{
    /// <summary>How many types the messages are of: <c>kind-0</c> and on.</summary>
    public const int Types = 8;

    /// <summary>Has more than anybody else.</summary>
    public static readonly string Heavy = User(1);

    /// <summary>Has as many as fit on two pages.</summary>
    public static readonly string Light = User(2);

    /// <summary>Has 10,000 unread ones once <see cref="Busy"/> was called.</summary>
    public static readonly string BusyUser = User(Accounts + 1);

    private const int Accounts = 10_000;

    /// <summary>Adds accounts <c>user-00001</c> and on, whose ids are their names.</summary>
    public static void Users(SqliteConnection database, int count, int first = 1) => Execute(database, $"""
        WITH RECURSIVE numbers(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM numbers WHERE n < {first + count - 1}), names(name) AS (SELECT printf('user-%05d', n) FROM numbers)
        INSERT INTO "AspNetUsers" ("Id", "UserName", "NormalizedUserName", "Email", "NormalizedEmail", "EmailConfirmed", "PhoneNumberConfirmed",
            "TwoFactorEnabled", "LockoutEnabled", "AccessFailedCount", "DisplayName", "CreatedAt", "SecurityStamp")
        SELECT name, name || '@example.org', upper(name || '@example.org'), name || '@example.org', upper(name || '@example.org'), 1, 0, 0, 0, 0, name, 0, name FROM names
        """);

    /// <summary>The same for PostgreSQL.</summary>
    public static string UsersOfPostgres(int count) =>
        $"""
        INSERT INTO "AspNetUsers" ("Id", "UserName", "NormalizedUserName", "Email", "NormalizedEmail", "EmailConfirmed", "PhoneNumberConfirmed",
            "TwoFactorEnabled", "LockoutEnabled", "AccessFailedCount", "DisplayName", "CreatedAt", "SecurityStamp")
        SELECT name, name || '@example.org', upper(name || '@example.org'), name || '@example.org', upper(name || '@example.org'), true, false, false, false, 0, name, 'epoch', name
        FROM (SELECT 'user-' || to_char(n, 'FM00000') AS name FROM generate_series(1, {count}) AS n) AS names
        """;

    /// <summary>The id of the nth account, from 1.</summary>
    public static string User(int number) => $"user-{number:D5}";

    /// <summary>
    /// Fills an empty portal with so many notifications of 10,000 users over the last 30 days. <see cref="Heavy"/> has up to 100,000 of them,
    /// 1,000 unread and a fifth dismissed; <see cref="Light"/> has 40, the newest five unread.
    /// </summary>
    public static void Rows(SqliteConnection database, int rows)
    {
        var heavyRows = Math.Min(100_000, rows / 2);
        var (now, span) = (TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() * 1000, TimeSpan.FromDays(30).Ticks / TimeSpan.TicksPerMicrosecond);
        // Nobody else has the file, and a crash costs a second run.
        Execute(database, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -500000; PRAGMA temp_store = MEMORY");
        Users(database, Accounts);
        Execute(database, $"""
            WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {heavyRows})
            INSERT INTO "Messages" ("Id", "Sender", "Type", "Title", "Text", "Link", "Severity", "Mode", "Sent", "Audience", "CreatedAt")
            SELECT n, 'shop', 'kind-' || (n % {Types}), 'Order ' || n || ' is on its way', 'It left the warehouse and comes tomorrow.', '/orders/' || n, 0, 0,
                {rows / heavyRows}, 0, {now - span} + CAST({span}.0 * n / {heavyRows} AS INTEGER) FROM numbers
            """);
        // An index that is built at the end is sorted once; one that grows with a million rows is not.
        var indexes = Texts(database, """SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'Notifications' AND sql IS NOT NULL""");
        Texts(database, """SELECT 'DROP INDEX "' || name || '"' FROM sqlite_master WHERE type = 'index' AND tbl_name = 'Notifications' AND sql IS NOT NULL""").ForEach(drop => Execute(database, drop));
        Execute(database, RowsSql(rows, heavyRows, now, span));
        indexes.ForEach(index => Execute(database, index));
        Finish(database);
        Execute(database, "PRAGMA optimize; PRAGMA journal_mode = WAL");
    }

    /// <summary>One user, <see cref="Heavy"/>, with so many unread ones.</summary>
    public static void Unread(SqliteConnection database, int rows)
    {
        Users(database, 1);
        Execute(database, $"""
            PRAGMA synchronous = OFF;
            WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {rows})
            INSERT INTO "Messages" ("Id", "Sender", "Title", "Severity", "Mode", "Sent", "Audience", "CreatedAt") SELECT n, 'shop', 'Order ' || n, 0, 0, 1, 0, 0 FROM numbers;
            INSERT INTO "Notifications" ("Id", "Position", "RecipientId", "MessageId", "Mode", "Occurrences", "CreatedAt", "UpdatedAt") SELECT "Id", "Id", 1, "Id", 0, 1, 0, 0 FROM "Messages";
            """);
        Finish(database);
    }

    /// <summary>Adds <see cref="BusyUser"/>, with 10,000 unread ones, to a filled portal.</summary>
    public static void Busy(SqliteConnection database)
    {
        const int Rows = 10_000;
        Users(database, 1, Accounts + 1);
        Execute(database, $"""
            BEGIN;
            CREATE TEMP TABLE "New" AS WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {Rows})
            SELECT n + (SELECT max("Id") FROM "Messages") AS "Message", n + (SELECT "Value" FROM "Sequences" WHERE "Name" = 'positions') AS "Id" FROM numbers;
            INSERT INTO "Messages" ("Id", "Sender", "Title", "Severity", "Mode", "Sent", "Audience", "CreatedAt") SELECT "Message", 'shop', 'Order ' || "Message", 0, 0, 1, 0, 0 FROM "New";
            INSERT INTO "Notifications" ("Id", "Position", "RecipientId", "MessageId", "Mode", "Occurrences", "CreatedAt", "UpdatedAt") SELECT "New"."Id", "New"."Id", r."Id", "Message", 0, 1, 0, 0 FROM "New" JOIN "Recipients" AS r ON r."Address" = '{BusyUser}';
            UPDATE "Sequences" SET "Value" = "Value" + {Rows} WHERE "Name" = 'positions';
            INSERT INTO "TypeTallies" ("Type", "Total", "Unread", "Dismissed") VALUES ('', {Rows}, {Rows}, 0);
            INSERT INTO "HourTallies" ("Hour", "Created", "Unread") VALUES (0, {Rows}, {Rows});
            COMMIT;
            """);
    }

    // What the portal keeps beside its rows: the number drawn last, and the overview's counts.
    private static void Finish(SqliteConnection database) => Execute(database, """
        UPDATE "Sequences" SET "Value" = (SELECT max("Position") FROM "Notifications") WHERE "Name" = 'positions';
        INSERT INTO "TypeTallies" ("Type", "Total", "Unread", "Dismissed")
        SELECT coalesce(m."Type", ''), count(*), sum(n."SeenAt" IS NULL AND n."DismissedAt" IS NULL), sum(n."DismissedAt" IS NOT NULL)
        FROM "Notifications" AS n JOIN "Messages" AS m ON m."Id" = n."MessageId" GROUP BY 1;
        INSERT INTO "InboxTallies" ("RecipientId", "Read", "Dismissed")
        SELECT "RecipientId", sum("State" = 1), sum("State" = 2) FROM "Notifications" GROUP BY 1;
        INSERT INTO "HourTallies" ("Hour", "Created", "Unread")
        SELECT "CreatedAt" / 3600000000, count(*), sum("SeenAt" IS NULL AND "DismissedAt" IS NULL) FROM "Notifications" GROUP BY 1;
        """);

    // Of n, every (rows / heavyRows)th row is the heavy user's, forty are the light one's, the others go round; a message goes to neighbours.
    private static string RowsSql(int rows, int heavyRows, long now, long span) => $"""
        WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {rows}),
        owned AS (
            SELECT n, {now - span} + CAST({span}.0 * n / {rows} AS INTEGER) AS at,
                CASE WHEN n % {rows / heavyRows} = 0 THEN 1 WHEN n % {rows / 40} = 1 THEN 2 ELSE 3 + (n * 7919) % {Accounts - 2} END AS recipient
            FROM numbers),
        states AS (
            SELECT n, at, recipient, CASE recipient
                WHEN 1 THEN CASE WHEN (n / {rows / heavyRows}) % {heavyRows / 1000} = 0 THEN 0 WHEN (n / {rows / heavyRows}) % 5 = 1 THEN 2 ELSE 1 END
                WHEN 2 THEN n <= {rows - (rows / 40 * 5)}
                ELSE CASE WHEN n % 11 = 0 THEN 0 WHEN n % 3 = 0 THEN 2 ELSE 1 END END AS state
            FROM owned)
        INSERT INTO "Notifications" ("Id", "Position", "RecipientId", "MessageId", "Mode", "SeenAt", "DismissedAt", "Occurrences", "CreatedAt", "UpdatedAt")
        SELECT n, n, recipient, 1 + (n - 1) / {rows / heavyRows}, 0, iif(state > 0, at + 1000000, NULL), iif(state = 2, at + 2000000, NULL), 1, at, at FROM states
        """;

    private static List<string> Texts(SqliteConnection database, string sql)
    {
        using var command = database.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var texts = new List<string>();

        while (reader.Read())
        {
            texts.Add(reader.GetString(0));
        }

        return texts;
    }

    private static void Execute(SqliteConnection database, string sql)
    {
        using var command = database.CreateCommand();
        command.CommandTimeout = 600;
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
