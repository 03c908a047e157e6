using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace NotifyPortal.Data.Sqlite;

/// <summary>
/// Moves what the write-ahead log holds into the file, beside the writer. SQLite itself would do so within a commit, and a large one would
/// take two to three times as long.
/// </summary>
public sealed class SqliteLog(SqliteFile file, ILogger<SqliteLog> logger)
{
    // About a thousand pages, which is what SQLite itself would wait for.
    private const int DueCommits = 500, DueChanges = 5000;

    /// <summary>In pages of 4 KiB: beyond this a reader that never ends holds it open.</summary>
    private const int Watched = 16_384;

    private long seenChanges;
    private int commits, moving;

    /// <summary>The writer's connection has committed.</summary>
    /// <exception cref="StoreGoneException">Into files that are no longer there.</exception>
    internal void Committed(PortalDbContext db)
    {
        var connection = (SqliteConnection)db.Database.GetDbConnection();

        if (SqliteBinding.IsGone(connection))
        {
            Log.DatabaseGone(logger, file.Path);

            throw new StoreGoneException();
        }

        var changes = SQLitePCL.raw.sqlite3_total_changes(SqliteBinding.HandleOf(connection));

        if (++commits < DueCommits && Math.Abs(changes - seenChanges) < DueChanges)
        {
            return;
        }

        if (Interlocked.Exchange(ref moving, 1) == 0)
        {
            (commits, seenChanges) = (0, changes);
            _ = Task.Run(MoveAsync);
        }
    }

    /// <summary>
    /// Moves what no reader needs any more; with <paramref name="all"/> it waits for them, and the next commit begins the log anew (which cuts
    /// it to journal_size_limit). TRUNCATE would empty it at once, and look like a commit of somebody else's to all other connections.
    /// </summary>
    /// <returns>Pages in the log, and pages of them that have been moved.</returns>
    internal async Task<(long Pages, long Moved)> MoveAsync(bool all, CancellationToken cancellationToken = default)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder(file.ConnectionString) { Pooling = false, DefaultTimeout = 1 }.ToString());
        await connection.OpenAsync(cancellationToken);
        var row = (await connection.RowsAsync(all ? "PRAGMA wal_checkpoint(RESTART)" : "PRAGMA wal_checkpoint(PASSIVE)", cancellationToken)).Single();

        return ((long)row[1]!, (long)row[2]!);
    }

    private async Task MoveAsync()
    {
        try
        {
            var (pages, moved) = await MoveAsync(all: false);

            // While others keep writing, the log never comes to its end by itself.
            if (pages > Watched && (await MoveAsync(all: true)).Moved < pages)
            {
                Log.WriteAheadLogGrows(logger, pages, moved);
            }
        }
        catch (SqliteException e)
        {
            Log.CheckpointFailed(logger, e);
        }
        finally
        {
            Volatile.Write(ref moving, 0);
        }
    }
}
