using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using NotifyPortal.Data;
using NotifyPortal.Modules;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Data;

/// <summary>PostgreSQL ends the writer's connection in the middle of its turn.</summary>
[Trait(TestDatabase.Trait, TestDatabase.Postgres)]
public sealed class LostConnectionTests : IAsyncLifetime
{
    private readonly PortalApp app = new(("Database:Provider", TestDatabase.Postgres)) { Serves = false };

    private StoreWriter Writer => app.Get<StoreWriter>();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    [Rule("F12")]
    public async Task What_follows_in_that_transaction_is_not_done_on_another_connection()
    {
        await Assert.ThrowsAnyAsync<DbException>(() => Writer.WriteAsync(async (db, token) =>
        {
            await AddAsync(db, "before", token);
            await LoseConnectionAsync(db, token);

            await AddAsync(db, "after", token);
        }));
        await Writer.WriteAsync((db, token) => AddAsync(db, "next", token));

        await using var read = await app.Get<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync();
        Assert.Equal(["next"], await read.Set<Module>().Select(m => m.Key).ToListAsync());
    }

    [Fact]
    [Rule("F12")]
    public async Task A_work_that_only_meets_the_orm_is_refused_by_the_store_too() => await Assert.ThrowsAnyAsync<DbException>(() => Writer.WriteAsync(async (db, token) =>
    {
        await LoseConnectionAsync(db, token);

        await db.Set<Module>().CountAsync(token);
    }));

    // A work that fails open, as the question for preferences does, goes on after that.
    private async Task LoseConnectionAsync(PortalDbContext db, CancellationToken cancellationToken)
    {
        var process = await db.Sql.QueryAsync($"SELECT pg_backend_pid()", row => row.Number(), cancellationToken);
        await app.Database.ExecuteAsync($"SELECT pg_terminate_backend({process[0]})");
        await Assert.ThrowsAnyAsync<DbException>(() => db.Sql.QueryAsync($"SELECT 1", row => row.Number(), cancellationToken));
    }

    private static Task<int> AddAsync(PortalDbContext db, string key, CancellationToken cancellationToken) => db.Sql.ExecuteAsync(
        $"""INSERT INTO "Modules" ("Key", "Enabled", "ChangedAt", "ChangedBy") VALUES ({key}, {true}, {DateTimeOffset.UnixEpoch}, {"test"})""", cancellationToken);
}
