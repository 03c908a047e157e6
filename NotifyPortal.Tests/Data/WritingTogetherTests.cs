using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using NotifyPortal.Data;
using NotifyPortal.Modules;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Data;

/// <summary>Writes that wait for one another and are committed together.</summary>
public sealed class WritingTogetherTests : PortalTest
{
    private readonly Commits commits = new();

    private StoreWriter Writer => field ??= new StoreWriter(App.EngineWith(commits));

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Writer.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task What_waits_is_committed_at_once_and_in_order()
    {
        var writes = await WaitingAsync(100);

        var places = await Task.WhenAll(writes);

        Assert.Equal(Enumerable.Range(0, 100), places);
        Assert.Equal(100, await CountAsync());
        Assert.InRange(commits.Count, 1, TestDatabase.OnPostgres ? 99 : 10); // a slow machine takes more than one turn, the more so where each statement travels
    }

    [Fact]
    public async Task One_that_fails_takes_no_other_along()
    {
        var writes = await WaitingAsync(9, fails: 4);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => writes[4]);

        Assert.Equal("the fifth", refused.Message);
        int[] others = [0, 1, 2, 3, 5, 6, 7, 8];
        Assert.Equal(others, await Task.WhenAll(writes.Where((_, i) => i != 4)));
        Assert.Equal(8, await CountAsync());
    }

    [Fact]
    [Rule("P1")]
    public async Task None_is_answered_when_the_commit_is_refused()
    {
        commits.Refuse = true;
        var writes = await WaitingAsync(5);

        foreach (var write in writes)
        {
            await Assert.ThrowsAsync<BrokenStoreException>(() => write);
        }

        Assert.Equal(0, await CountAsync());
        commits.Refuse = false;
        await Writer.WriteAsync((db, token) => AddAsync(db, 0, token));
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task One_that_was_given_up_while_it_waited_is_not_done()
    {
        using var patience = new CancellationTokenSource();
        var release = await HoldAsync();
        var given = Writer.WriteAsync((db, token) => AddAsync(db, 1, token), patience.Token);
        await patience.CancelAsync();
        release.SetResult();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);

        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    [Rule("P9")]
    public async Task Who_comes_when_too_many_wait_is_refused_at_once()
    {
        var release = await HoldAsync();
        var writes = Enumerable.Range(0, StoreWriter.MaxWaiting).Select(i => Writer.WriteAsync((db, token) => AddAsync(db, i, token))).ToList();

        var refused = Writer.WriteAsync((db, token) => AddAsync(db, -1, token));

        Assert.IsType<StoreBusyException>(refused.Exception?.InnerException);
        release.SetResult();
        await Task.WhenAll(writes);
        Assert.Equal(StoreWriter.MaxWaiting, await CountAsync());
    }

    /// <summary>Keeps the lane busy until the answer is released.</summary>
    private async Task<TaskCompletionSource> HoldAsync()
    {
        var (held, release) = (new TaskCompletionSource(), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _ = Writer.WriteAsync((_, _) =>
        {
            held.TrySetResult(); // it may be done again

            return release.Task;
        });
        await held.Task;

        return release;
    }

    /// <summary>Writes that all wait before the first is begun.</summary>
    private async Task<IReadOnlyList<Task<int>>> WaitingAsync(int count, int fails = -1)
    {
        var release = await HoldAsync();
        var writes = Enumerable.Range(0, count).Select(i => Writer.WriteAsync(async (db, token) =>
        {
            await AddAsync(db, i, token);

            return i == fails ? throw new InvalidOperationException("the fifth") : i;
        })).ToList();
        release.SetResult();

        return writes;
    }

    private static Task<int> AddAsync(PortalDbContext db, int key, CancellationToken cancellationToken)
    {
        db.Add(new Module { Key = $"m{key}", Enabled = true, ChangedAt = DateTimeOffset.UnixEpoch, ChangedBy = "test" });

        return db.SaveChangesAsync(cancellationToken);
    }

    private Task<int> CountAsync() => QueryAsync(db => db.Set<Module>().CountAsync());

    private sealed class Commits : DbTransactionInterceptor
    {
        public int Count { get; private set; }

        public bool Refuse { get; set; }

        public override ValueTask<InterceptionResult> TransactionCommittingAsync(
            DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
        {
            Count++;

            return Refuse ? throw new BrokenStoreException() : ValueTask.FromResult(result);
        }
    }
}
