using System.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace NotifyPortal.Data.Sqlite;

/// <summary>One file, one writer, one process that serves it.</summary>
public sealed class SqliteEngine(DbContextOptions<SqlitePortalDbContext> options, SqliteLog log, DiskReserve reserve) : IStoreEngine
{
    private long? seenVersion;

    /// <inheritdoc/>
    public bool IsFull => reserve.IsSpent;

    /// <inheritdoc/>
    public PortalDbContext NewContext() => new SqlitePortalDbContext(options);

    /// <inheritdoc/>
    public async Task<PortalDbContext> OpenWriterAsync()
    {
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

        seenVersion = null;

        return opening;
    }

    /// <inheritdoc/>
    public Task<IDbContextTransaction> BeginTurnAsync(PortalDbContext db) => db.Database.BeginTransactionAsync(IsolationLevel.Serializable); // BEGIN IMMEDIATE

    /// <inheritdoc/>
    public async Task CommitAsync(PortalDbContext db, IDbContextTransaction turn)
    {
        await turn.CommitAsync();
        log.Committed(db);
    }

    /// <inheritdoc/>
    public void Refused(Exception refusal) => reserve.SpendFor(refusal);

    /// <inheritdoc/>
    public Task RestAsync(PortalDbContext db) => Task.CompletedTask; // open, with its statements

    /// <summary>The first look, and the first on a renewed connection, cannot tell.</summary>
    public async Task<ForeignCommits> LookAsync(PortalDbContext db, CancellationToken cancellationToken)
    {
        // SQLite changes this number for every connection but the one that committed.
        var version = await db.Database.SqlQuery<long>($"SELECT data_version AS Value FROM pragma_data_version").SingleAsync(cancellationToken);
        var foreign = version != seenVersion;
        seenVersion = version;

        return foreign ? ForeignCommits.Unknown : ForeignCommits.None;
    }
}
