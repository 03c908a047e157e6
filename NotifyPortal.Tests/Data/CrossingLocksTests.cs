using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using NotifyPortal.Data;
using NotifyPortal.Modules;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Data;

/// <summary>On PostgreSQL others write beside the lane, and may hold what it needs while they wait for what it holds.</summary>
[Trait(TestDatabase.Trait, TestDatabase.Postgres)]
public sealed class CrossingLocksTests : IAsyncLifetime
{
    private readonly PortalApp app = new(("Database:Provider", TestDatabase.Postgres));
    private DbConnection other = default!;
    private DbConnection watching = default!;

    private StoreWriter Writer => app.Get<StoreWriter>();

    public async ValueTask InitializeAsync()
    {
        await Writer.WriteAsync((db, _) =>
        {
            db.AddRange(Row("a"), Row("b"));

            return Task.CompletedTask;
        });
        (other, watching) = (await app.Database.OpenAsync(), await app.Database.OpenAsync());
        await AskOtherAsync("SET deadlock_timeout = '1min'; BEGIN"); // it is the lane that is told
    }

    [Fact]
    public async Task What_crosses_anothers_locks_is_done_again_with_all_that_was_done_together()
    {
        var (busy, before, held, release) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
        var runs = 0;
        await AskOtherAsync("""UPDATE "Modules" SET "ChangedBy" = 'other' WHERE "Key" = 'b'""");
        var holding = Writer.WriteAsync(async (_, _) => await BusyUntilAsync(busy, before));
        await busy.Task;
        var first = Writer.WriteAsync(async (db, token) => // in the same turn, unless the machine is slow
        {
            db.Add(Row("c"));

            return await db.SaveChangesAsync(token);
        });
        var second = Writer.WriteAsync(async (db, token) =>
        {
            runs++;
            db.Add(Row("d"));
            await db.SaveChangesAsync(token);
            await SignAsync(db, "a", token);
            await BusyUntilAsync(held, release);

            return await SignAsync(db, "b", token);
        });
        before.SetResult();
        await held.Task;
        var crossing = AskOtherAsync("""UPDATE "Modules" SET "ChangedBy" = 'other' WHERE "Key" = 'a'; COMMIT""");
        await Until.TrueAsync(IsWaitingAsync, "the other waits for the lane");

        release.SetResult();

        await Task.WhenAll(holding, crossing);
        Assert.Equal((1, 1), (await first, await second));
        Assert.Equal(2, runs);
        await using var db = await app.Get<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync();
        Assert.Equal([("a", "lane"), ("b", "lane"), ("c", "test"), ("d", "test")], (await db.Set<Module>().OrderBy(m => m.Key).ToListAsync()).Select(m => (m.Key, m.ChangedBy)));
    }

    public async ValueTask DisposeAsync()
    {
        await other.DisposeAsync();
        await watching.DisposeAsync();
        await app.DisposeAsync();
    }

    private static Module Row(string key) => new() { Key = key, Enabled = true, ChangedAt = DateTimeOffset.UnixEpoch, ChangedBy = "test" };

    private static async Task BusyUntilAsync(TaskCompletionSource begun, TaskCompletionSource end)
    {
        begun.TrySetResult();
        await end.Task;
    }

    private static Task<int> SignAsync(PortalDbContext db, string key, CancellationToken cancellationToken) =>
        db.Set<Module>().Where(m => m.Key == key).ExecuteUpdateAsync(set => set.SetProperty(m => m.ChangedBy, "lane"), cancellationToken);

    private async Task AskOtherAsync(string sql)
    {
        await using var command = other.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private async Task<bool> IsWaitingAsync() => await watching.ScalarAsync(
        "SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%''other''%'", default) is true;
}
