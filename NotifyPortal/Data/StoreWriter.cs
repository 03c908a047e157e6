using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Threading.Channels;

namespace NotifyPortal.Data;

/// <summary>
/// The one door for the product's writes: one lane, on one kept connection. Whatever waits is committed together, and answered after the
/// commit, so a sync to disk costs a crowd hardly more than one of them. There is a single writer in all processes at any time: SQLite has no more,
/// and on both engines it makes the order of commits the order of positions. Waiting here instead of in the engine keeps pool threads free.
/// </summary>
public sealed class StoreWriter : IAsyncDisposable
{
    /// <summary>So many may wait; who comes then is refused at once.</summary>
    internal const int MaxWaiting = 2048;

    /// <summary>So many are committed together at most.</summary>
    internal const int MaxTogether = 256;

    /// <summary>So often is tried again what crosses others' locks, which takes a second each time.</summary>
    private const int MaxAttempts = 3;

    // Whoever has written waits for whoever writes after them: not longer than this, however few they are.
    private static readonly TimeSpan TogetherFor = TimeSpan.FromMilliseconds(20);

    private readonly IStoreEngine engine;
    private readonly Channel<WaitingWrite> waiting = Channel.CreateBounded<WaitingWrite>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });
    private readonly Task lane;
    private PortalDbContext? kept;
    private StoreGoneException? gone;

    public StoreWriter(IStoreEngine engine, IMeterFactory? meters = null)
    {
        this.engine = engine;
        meters?.Create("NotifyPortal.Data").CreateObservableUpDownCounter("notifyportal.writes.waiting", () => waiting.Reader.Count, description: "Writes that wait for their turn.");
        lane = Task.Run(RunAsync);
    }

    /// <summary>
    /// Runs the work in a transaction and returns after its commit; an exception undoes this work and no other. Publish live events after it
    /// returns. The work must not write through this door itself,
    /// and may be done again from its beginning: what it has to say it returns.
    /// </summary>
    /// <exception cref="StoreBusyException">Too many wait already.</exception>
    /// <exception cref="System.Data.Common.DbException">The store refused: busy, full, read-only, damaged, away.</exception>
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

    /// <inheritdoc cref="IStoreEngine.IsFull"/>
    public bool IsFull => engine.IsFull;

    /// <summary>Stands before whatever takes something new in.</summary>
    /// <exception cref="StoreFullException">There is no room.</exception>
    public void RequireRoom()
    {
        if (IsFull)
        {
            throw new StoreFullException();
        }
    }

    /// <inheritdoc cref="IStoreEngine.LookAsync"/>
    public Task<ForeignCommits> LookAsync(CancellationToken cancellationToken) => WriteAsync(engine.LookAsync, cancellationToken);

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
            // Hardly ever does a work go wrong: only then all are done again, each so that it can be undone alone.
            for (var attempt = 0; !await TryTogetherAsync(together, guarded: attempt > 0, last: attempt == MaxAttempts); attempt++)
            {
            }
        }
        catch (Exception e) // the store's: a work's own ends at that work
        {
            gone ??= e as StoreGoneException;
            engine.Refused(e);
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

    /// <returns>False: nothing was done, and all of it can be done again. Where somebody else's locks crossed these, to undo the one work would not free what the others hold.</returns>
    private async Task<bool> TryTogetherAsync(List<WaitingWrite> together, bool guarded, bool last)
    {
        var db = await OpenAsync();
        await using var turn = await engine.BeginTurnAsync(db);
        var begun = Stopwatch.GetTimestamp();

        foreach (var again in together)
        {
            if (!await again.RunAsync(db, guarded, last))
            {
                return false;
            }
        }

        while (together.Count < MaxTogether && Stopwatch.GetElapsedTime(begun) < TogetherFor && waiting.Reader.TryRead(out var write))
        {
            together.Add(write);

            if (!await write.RunAsync(db, guarded, last))
            {
                return false;
            }
        }

        await engine.CommitAsync(db, turn);

        return true;
    }

    private async Task<PortalDbContext> OpenAsync()
    {
        if (gone is not null)
        {
            throw gone; // whatever stands there now: others still read the one that was
        }

        if (kept is null)
        {
            kept = await engine.OpenWriterAsync();
            kept.Sql.Keep();
        }

        return kept;
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
