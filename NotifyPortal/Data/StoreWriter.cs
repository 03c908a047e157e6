using System.Data;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace NotifyPortal.Data;

/// <summary>
/// The one door for the product's writes: one lane, on one kept connection. Whatever waits is committed together, and answered after the
/// commit, so a sync to disk costs a crowd hardly more than one of them. SQLite has a single writer anyway; waiting here instead of inside it
/// keeps pool threads free, and makes the order of commits the order of positions.
/// </summary>
public sealed class StoreWriter : IAsyncDisposable
{
    /// <summary>So many may wait; who comes then is refused at once.</summary>
    internal const int MaxWaiting = 2048;

    /// <summary>So many are committed together at most.</summary>
    internal const int MaxTogether = 256;

    // Whoever has written waits for whoever writes after them: not longer than this, however few they are.
    private static readonly TimeSpan TogetherFor = TimeSpan.FromMilliseconds(20);

    private readonly DbContextOptions<SqlitePortalDbContext> options;
    private readonly SqliteLog log;
    private readonly DiskReserve reserve;
    private readonly Channel<WaitingWrite> waiting = Channel.CreateBounded<WaitingWrite>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });
    private readonly Task lane;
    private SqlitePortalDbContext? kept;
    private long? seenVersion;
    private StoreGoneException? gone;

    public StoreWriter(DbContextOptions<SqlitePortalDbContext> options, SqliteLog log, DiskReserve reserve, IMeterFactory? meters = null)
    {
        (this.options, this.log, this.reserve) = (options, log, reserve);
        meters?.Create("NotifyPortal.Data").CreateObservableUpDownCounter("notifyportal.writes.waiting", () => waiting.Reader.Count, description: "Writes that wait for their turn.");
        lane = Task.Run(RunAsync);
    }

    /// <summary>
    /// Runs the work in a transaction and returns after its commit; an exception undoes this work and no other. Publish live events after it
    /// returns. The work must not write through this door itself.
    /// </summary>
    /// <exception cref="StoreBusyException">Too many wait already.</exception>
    /// <exception cref="SqliteException">The store refused: busy, full, read-only, damaged.</exception>
    public Task<T> WriteAsync<T>(Func<PortalDbContext, CancellationToken, Task<T>> work, CancellationToken cancellationToken = default)
    {
        var write = new WaitingWrite<T>(work, cancellationToken);

        return waiting.Writer.TryWrite(write) ? write.Done : Task.FromException<T>(new StoreBusyException());
    }

    public Task WriteAsync(Func<PortalDbContext, CancellationToken, Task> work, CancellationToken cancellationToken = default) =>
        WriteAsync(async (db, token) =>
        {
            await work(db, token);

            return true;
        }, cancellationToken);

    /// <summary>
    /// True when another connection (the command line, a restored file, accounts) has committed since the last call, or may have: the
    /// first look and the first on a renewed connection cannot tell.
    /// </summary>
    public Task<bool> HasForeignCommitAsync(CancellationToken cancellationToken) => WriteAsync(async (db, token) =>
    {
        // SQLite changes this number for every connection but the one that committed.
        var version = await db.Database.SqlQuery<long>($"SELECT data_version AS Value FROM pragma_data_version").SingleAsync(token);
        var foreign = version != seenVersion;
        seenVersion = version;

        return foreign;
    }, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await lane;
        await DropAsync();
    }

    private async Task RunAsync()
    {
        while (await waiting.Reader.WaitToReadAsync())
        {
            await CommitTogetherAsync();
        }
    }

    private async Task CommitTogetherAsync()
    {
        var together = new List<WaitingWrite>();

        try
        {
            var db = await OpenAsync();
            await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.Serializable);
            var begun = Stopwatch.GetTimestamp();

            while (together.Count < MaxTogether && Stopwatch.GetElapsedTime(begun) < TogetherFor && waiting.Reader.TryRead(out var write))
            {
                together.Add(write);
                await write.RunAsync(db);
            }

            await transaction.CommitAsync();
            log.Committed(db);
        }
        catch (Exception e) // the store's: a work's own ends at that work
        {
            gone ??= e as StoreGoneException;
            reserve.SpendFor(e);
            await DropAsync(); // after a failed write or sync the connection's state is not to be trusted

            // Who came before it was refused would only wait for the same, one after the other.
            for (var i = together.Count == 0 ? waiting.Reader.Count : 0; i > 0 && waiting.Reader.TryRead(out var write); i--)
            {
                together.Add(write);
            }

            together.ForEach(write => write.Refuse(e));
        }

        together.ForEach(write => write.Answer());
    }

    private async Task<SqlitePortalDbContext> OpenAsync()
    {
        if (gone is not null)
        {
            throw gone; // whatever stands there now: others still read the one that was
        }

        if (kept is not null)
        {
            return kept;
        }

        var opening = new SqlitePortalDbContext(options);
        var unpooled = new SqliteConnectionStringBuilder(opening.Database.GetConnectionString()) { Pooling = false }; // or one that was dropped would come back
        opening.Database.SetConnectionString(unpooled.ToString());

        try
        {
            await opening.Database.OpenConnectionAsync();
            // What a savepoint may have to put back goes to a file otherwise: a dozen writes for each publish.
            await opening.Database.ExecuteSqlRawAsync("PRAGMA wal_autocheckpoint = 0; PRAGMA temp_store = MEMORY");
        }
        catch
        {
            await opening.DisposeAsync(); // kept, it would open a connection for each statement, and none of them would be ours

            throw;
        }

        opening.Sql.Keep();
        seenVersion = null;

        return kept = opening;
    }

    private async Task DropAsync()
    {
        if (kept is { } context)
        {
            kept = null;
            await context.DisposeAsync();
        }
    }
}
