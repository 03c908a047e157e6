using System.Text.Json;
using NotifyPortal.Data;

namespace NotifyPortal.Notifications;

/// <summary>
/// Where replicas fetch from one another what is never kept: signals carry ids alone, and anyone who reaches the backplane could forge what they
/// said. It stands there for a minute, in a table that no log is written for. A portal that is alone with its database needs none.
/// </summary>
public sealed class PassingStore(StoreReader reader)
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(1);

    /// <summary>Leaves it for the others, in the caller's transaction.</summary>
    internal static Task AddAsync(PortalDbContext db, PassingNotification one, CancellationToken cancellationToken) => db.Sql.IsSqlite ? Task.CompletedTask : db.Sql.ExecuteAsync(
        $"""
        DELETE FROM "Passing" WHERE "At" < {one.View.CreatedAt - KeptFor};
        INSERT INTO "Passing" ("Id", "Content", "At") VALUES ({one.View.Id}, {JsonSerializer.Serialize(one)}, {one.View.CreatedAt})
        """, cancellationToken);

    /// <summary>Those of these that others have left.</summary>
    internal Task<List<PassingNotification>> ReadAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken) => reader.ReadAsync(sql => sql.IsSqlite
        ? Task.FromResult<List<PassingNotification>>([])
        : sql.QueryAsync(
            $"""SELECT "Content" FROM "Passing" WHERE "Id" IN (SELECT value FROM unnest({ids}) AS i(value))""",
            row => JsonSerializer.Deserialize<PassingNotification>(row.Text())!, cancellationToken));
}
