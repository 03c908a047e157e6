using System.Collections.Concurrent;

namespace NotifyPortal.Data;

/// <summary>
/// Reads by hand, for what every page asks on every signal and every request before it does anything. Each runs on a connection that stays
/// open, with statements that are prepared once: a context, a connection and a translation for each cost ten times as much as SQLite's answer.
/// </summary>
public sealed class StoreReader(IStoreEngine engine) : IAsyncDisposable
{
    /// <summary>So many wait for the next read; more would never read at once, and each holds a page cache.</summary>
    private const int MaxIdle = 16;

    private readonly ConcurrentStack<PortalDbContext> idle = [];
    private volatile bool closed;

    /// <summary>Runs the read; its statements are not one snapshot unless it is one statement.</summary>
    /// <exception cref="System.Data.Common.DbException">The store refused.</exception>
    internal async Task<T> ReadAsync<T>(Func<Sql, Task<T>> read)
    {
        var db = idle.TryPop(out var kept) ? kept : Open();

        try
        {
            var result = await read(db.Sql);
            await PutBackAsync(db);

            return result;
        }
        catch
        {
            await db.DisposeAsync(); // what state a refusal leaves the connection in nobody knows

            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        closed = true;

        while (idle.TryPop(out var db))
        {
            await db.DisposeAsync();
        }
    }

    private PortalDbContext Open()
    {
        var db = engine.NewContext();
        db.Sql.Keep();

        return db;
    }

    private async ValueTask PutBackAsync(PortalDbContext db)
    {
        if (idle.Count >= MaxIdle)
        {
            await db.DisposeAsync();

            return;
        }

        await engine.RestAsync(db);
        idle.Push(db);

        if (closed) // meanwhile
        {
            await DisposeAsync();
        }
    }
}
