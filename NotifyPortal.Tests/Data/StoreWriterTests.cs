using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using NotifyPortal.Data;
using NotifyPortal.Data.Sqlite;
using NotifyPortal.Modules;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Data;

public sealed class StoreWriterTests : PortalTest
{
    private StoreWriter Writer => App.Get<StoreWriter>();

    [Fact]
    public async Task An_exception_rolls_everything_back()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Writer.WriteAsync(async (db, token) =>
        {
            await AddAsync(db, "a", token);
            throw new InvalidOperationException("after the insert");
        }));

        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task What_was_rolled_back_does_not_come_along_with_the_next_write()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Writer.WriteAsync((db, _) =>
        {
            db.Add(Row("a"));
            throw new InvalidOperationException("before it is saved");
        }));

        await Writer.WriteAsync((db, token) => AddAsync(db, "b", token));

        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task Parallel_writes_all_commit()
    {
        await Task.WhenAll(Enumerable.Range(0, 30).Select(i => Task.Run(() => Writer.WriteAsync((db, token) => AddAsync(db, $"m{i}", token)))));

        Assert.Equal(30, await CountAsync());
    }

    [Fact]
    [Trait(TestDatabase.Trait, TestDatabase.Sqlite)]
    public async Task Putting_the_log_back_to_its_beginning_is_no_foreign_commit()
    {
        await Writer.WriteAsync((db, token) => AddAsync(db, "a", token));
        await Writer.LookAsync(default);

        var (pages, moved) = await App.Get<SqliteLog>().MoveAsync(all: true);
        await Writer.WriteAsync((db, token) => AddAsync(db, "b", token));

        Assert.True(pages > 0);
        Assert.Equal(pages, moved);
        Assert.False((await Writer.LookAsync(default)).Any);
    }

    [Fact]
    [Rule("P4")]
    public async Task After_a_connection_that_could_not_be_opened_the_next_one_is_kept()
    {
        await using var writer = new StoreWriter(App.EngineWith(new FirstOpenFails()));
        await Assert.ThrowsAsync<BrokenStoreException>(() => writer.LookAsync(default));

        await writer.LookAsync(default);
        var opened = FirstOpenFails.Opened;
        await writer.LookAsync(default);

        Assert.Equal(opened, FirstOpenFails.Opened);
    }

    [Fact]
    [Rule("P4")]
    [Trait(TestDatabase.Trait, TestDatabase.Sqlite)]
    public async Task A_foreign_commit_is_noticed_once()
    {
        await Writer.LookAsync(default);
        await CommitElsewhereAsync("a");

        Assert.True((await Writer.LookAsync(default)).Any);
        Assert.False((await Writer.LookAsync(default)).Any);
    }

    [Fact]
    [Rule("P4")]
    public async Task Ones_own_commit_is_not_foreign()
    {
        await Writer.LookAsync(default);

        await Writer.WriteAsync((db, token) => AddAsync(db, "a", token));

        Assert.False((await Writer.LookAsync(default)).Any);
    }

    [Fact]
    [Rule("P4")]
    [Trait(TestDatabase.Trait, TestDatabase.Sqlite)]
    public async Task A_commit_before_the_first_look_is_not_overlooked()
    {
        await CommitElsewhereAsync("a");

        Assert.True((await Writer.LookAsync(default)).Any);
    }

    [Fact]
    [Rule("P4")]
    [Trait(TestDatabase.Trait, TestDatabase.Sqlite)]
    public async Task A_commit_while_the_connection_was_renewed_is_not_overlooked()
    {
        await Writer.LookAsync(default);
        await Assert.ThrowsAsync<SqliteException>(() => Writer.WriteAsync((_, _) => throw new SqliteException("disk I/O error", 10)));
        await CommitElsewhereAsync("a");

        Assert.True((await Writer.LookAsync(default)).Any);
    }

    [Fact]
    [Rule("P1")]
    [Trait(TestDatabase.Trait, TestDatabase.Sqlite)]
    public async Task An_answered_write_is_synced()
    {
        var (journal, synchronous) = await Writer.WriteAsync(async (db, token) => (
            await db.Database.SqlQueryRaw<string>("SELECT journal_mode AS Value FROM pragma_journal_mode").SingleAsync(token),
            await db.Database.SqlQueryRaw<int>("SELECT synchronous AS Value FROM pragma_synchronous").SingleAsync(token)));

        Assert.Equal(("wal", 2), (journal, synchronous));
    }

    private Module Row(string key) => new() { Key = key, Enabled = true, ChangedAt = Clock.Now(), ChangedBy = "test" };

    private async Task AddAsync(PortalDbContext db, string key, CancellationToken cancellationToken)
    {
        db.Add(Row(key));
        await db.SaveChangesAsync(cancellationToken);
    }

    private Task<int> CountAsync() => QueryAsync(db => db.Set<Module>().CountAsync());

    private Task<int> CommitElsewhereAsync(string key) => QueryAsync(db =>
    {
        db.Add(Row(key));

        return db.SaveChangesAsync();
    });

    private sealed class FirstOpenFails : DbConnectionInterceptor
    {
        public static int Opened { get; private set; }

        public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
            DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
            Opened++ == 0 ? throw new BrokenStoreException() : ValueTask.FromResult(result);
    }
}
