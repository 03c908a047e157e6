using Microsoft.EntityFrameworkCore;
using NotifyPortal.Data;

namespace NotifyPortal.Tests.Support;

/// <summary>Accounts by the thousand, without a password, in one statement.</summary>
public static class Crowd
{
    /// <summary>Adds users <c>crowd-00001</c> and on.</summary>
    public static Task AddCrowdAsync(this PortalApp app, int count) => app.Get<StoreWriter>().WriteAsync((db, token) => db.Database.ExecuteSqlRawAsync(db.Database.IsSqlite() ? Sql(count) : PostgresSql(count), token));

    /// <summary>The statement, for a database file without a portal.</summary>
    public static string Sql(int count) =>
        Sql($"WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count}), names(name) AS (SELECT printf('crowd-%05d', n) FROM numbers)", "0");

    private static string PostgresSql(int count) =>
        Sql($"WITH names(name) AS (SELECT 'crowd-' || to_char(n, 'FM00000') FROM generate_series(1, {count}) AS n)", "to_timestamp(0)");

    private static string Sql(string names, string epoch) =>
        $"""
        {names}
        INSERT INTO "AspNetUsers" ("Id", "UserName", "NormalizedUserName", "Email", "NormalizedEmail", "EmailConfirmed", "PhoneNumberConfirmed",
            "TwoFactorEnabled", "LockoutEnabled", "AccessFailedCount", "DisplayName", "CreatedAt", "SecurityStamp")
        SELECT name, name || '@example.org', upper(name || '@example.org'), name || '@example.org', upper(name || '@example.org'), true, false, false, false, 0, name, {epoch}, name FROM names
        """;
}
