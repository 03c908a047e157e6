using System.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace NotifyPortal.Data.Postgres;

/// <summary>One server, and a writer in each replica, which take turns.</summary>
public sealed class PostgresEngine(DbContextOptions<PostgresPortalDbContext> options) : IStoreEngine
{
    /// <summary>Whoever holds this lock of the database's is the one writer. It goes with the transaction, however that ends, and after its commit can be seen.</summary>
    private const long Turn = 0x4E6F74696679; // "Notify"

    /// <inheritdoc/>
    public bool IsFull => false; // a full disk there says so to each write, and keeps room for what must go on by itself

    /// <inheritdoc/>
    public PortalDbContext NewContext() => new PostgresPortalDbContext(options);

    /// <inheritdoc/>
    public async Task<PortalDbContext> OpenWriterAsync()
    {
        var opening = new PostgresPortalDbContext(options);

        try
        {
            await opening.Database.OpenConnectionAsync();
        }
        catch
        {
            await opening.DisposeAsync();

            throw;
        }

        return opening;
    }

    /// <inheritdoc/>
    public async Task<IDbContextTransaction> BeginTurnAsync(PortalDbContext db)
    {
        // Each statement sees what was committed before it: after the lock that is all there is.
        var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted);
        await db.Sql.ExecuteAsync($"SELECT pg_advisory_xact_lock({Turn})", CancellationToken.None);

        return transaction;
    }

    /// <inheritdoc/>
    public void Committed(PortalDbContext db)
    {
        // the server looks after its log itself
    }

    /// <inheritdoc/>
    public void Refused(Exception refusal)
    {
        // nothing here could help
    }

    /// <inheritdoc/>
    public Task RestAsync(PortalDbContext db) => db.Database.CloseConnectionAsync(); // back into the pool, where others wait for it

    /// <inheritdoc/>
    public Task<bool> HasForeignCommitAsync(PortalDbContext db, CancellationToken cancellationToken) => Task.FromResult(false);
}
