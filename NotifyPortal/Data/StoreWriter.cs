using System.Data;
using System.Runtime.ExceptionServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace NotifyPortal.Data;

/// <summary>
/// The one door for the product's writes: one transaction at a time, on one kept connection. SQLite has a single writer anyway; waiting
/// here instead of inside it keeps pool threads free, and makes the order of commits the order of positions.
/// </summary>
public sealed class StoreWriter(DbContextOptions<SqlitePortalDbContext> options) : IAsyncDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private SqlitePortalDbContext? kept;
    private long? seenVersion;

    /// <summary>Runs the work in one transaction and commits it; an exception rolls everything back. Publish live events after it returns.</summary>
    /// <exception cref="Microsoft.Data.Sqlite.SqliteException">The store refused: busy, full, read-only, damaged.</exception>
    public async Task<T> WriteAsync<T>(Func<PortalDbContext, CancellationToken, Task<T>> work, CancellationToken cancellationToken = default)
    {
        await gate.WaitAsync(cancellationToken);

        try
        {
            var db = await OpenAsync(cancellationToken);

            try
            {
                await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.Serializable, cancellationToken);
                var result = await work(db, cancellationToken);
                await db.SaveChangesAsync(cancellationToken);
                await transaction.CommitAsync(CancellationToken.None);

                return result;
            }
            catch (Exception e) when ((e as DbUpdateException)?.InnerException is SqliteException || e is SqliteException)
            {
                await DropAsync(); // after a failed write or sync the connection's state is not to be trusted

                // The one kind callers need to know, whichever way the statement went.
                ExceptionDispatchInfo.Throw(e as SqliteException ?? e.InnerException!);
                throw;
            }
            finally
            {
                kept?.ChangeTracker.Clear();
            }
        }
        finally
        {
            gate.Release();
        }
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
    public async Task<bool> HasForeignCommitAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);

        try
        {
            var db = await OpenAsync(cancellationToken);
            // SQLite changes this number for every connection but the one that committed.
            var version = await db.Database.SqlQuery<long>($"SELECT data_version AS Value FROM pragma_data_version").SingleAsync(cancellationToken);
            var foreign = version != seenVersion;
            seenVersion = version;

            return foreign;
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await DropAsync();
        gate.Dispose();
    }

    private async Task<SqlitePortalDbContext> OpenAsync(CancellationToken cancellationToken)
    {
        if (kept is not null)
        {
            return kept;
        }

        var opening = new SqlitePortalDbContext(options);

        try
        {
            await opening.Database.OpenConnectionAsync(cancellationToken);
        }
        catch
        {
            await opening.DisposeAsync(); // kept, it would open a connection for each statement, and none of them would be ours

            throw;
        }

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
