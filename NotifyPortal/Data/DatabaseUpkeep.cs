using System.Data.Common;

namespace NotifyPortal.Data;

/// <summary>The database as a whole, as commands see it while others write: looked into, and copied.</summary>
internal abstract class DatabaseUpkeep
{
    /// <summary>The row of the sequences that is the database's own name, and goes with no copy.</summary>
    internal const string Epoch = "epoch";

    public abstract SqlWords Words { get; }

    /// <summary>What is said of a database that cannot answer.</summary>
    public abstract string Unreadable { get; }

    /// <summary>A connection of one's own that cannot write.</summary>
    public abstract Task<DbConnection> OpenReadOnlyAsync(CancellationToken cancellationToken);

    /// <summary>The migrations the database has seen; none in an empty or foreign one.</summary>
    public abstract Task<List<string>> AppliedMigrationsAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>What the engine itself would not have let happen.</summary>
    public abstract Task<List<string>> FindDamageAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>Fills a private file, which is there and empty, with the database as it was at one moment; the copy is another database.</summary>
    /// <exception cref="StartupException">What it lacks, in one line.</exception>
    public abstract Task CopyAsync(string path, CancellationToken cancellationToken);

    /// <summary>A connection to a copy, or null when a copy answers nothing until it is restored.</summary>
    public abstract Task<DbConnection?> OpenCopyAsync(string path, CancellationToken cancellationToken);
}
