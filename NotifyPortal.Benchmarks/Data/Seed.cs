using Microsoft.Data.Sqlite;

namespace NotifyPortal.Benchmarks.Data;

/// <summary>Rows by the million, straight into the portal's tables. The one file that knows them.</summary>
public static class Seed
{
    /// <summary>Adds accounts <c>user-00001</c> and on, whose ids are their names.</summary>
    public static void Users(SqliteConnection database, int count) => Execute(database, $"""
        WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count}), names(name) AS (SELECT printf('user-%05d', n) FROM numbers)
        INSERT INTO "AspNetUsers" ("Id", "UserName", "NormalizedUserName", "Email", "NormalizedEmail", "EmailConfirmed", "PhoneNumberConfirmed",
            "TwoFactorEnabled", "LockoutEnabled", "AccessFailedCount", "DisplayName", "CreatedAt", "SecurityStamp")
        SELECT name, name || '@example.org', upper(name || '@example.org'), name || '@example.org', upper(name || '@example.org'), 1, 0, 0, 0, 0, name, 0, name FROM names
        """);

    /// <summary>The id of the nth account, from 1.</summary>
    public static string User(int number) => $"user-{number:D5}";

    private static void Execute(SqliteConnection database, string sql)
    {
        using var command = database.CreateCommand();
        command.CommandTimeout = 0;
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
