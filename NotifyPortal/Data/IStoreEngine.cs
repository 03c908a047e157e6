using Microsoft.EntityFrameworkCore.Storage;

namespace NotifyPortal.Data;

/// <summary>What SQLite and PostgreSQL do each in its own way beneath <see cref="StoreWriter"/> and <see cref="StoreReader"/>.</summary>
public interface IStoreEngine
{
    /// <summary>True while there is no room for anything new.</summary>
    bool IsFull { get; }

    /// <summary>A context for one's own, beside the pool's.</summary>
    PortalDbContext NewContext();

    /// <summary>A context whose connection is open, to be kept by the writer.</summary>
    Task<PortalDbContext> OpenWriterAsync();

    /// <summary>Begins a transaction that is the only one of any writer, in any process, until it ends.</summary>
    Task<IDbContextTransaction> BeginTurnAsync(PortalDbContext db);

    /// <summary>Ends the turn; after it, what was written is on disk.</summary>
    /// <exception cref="StoreGoneException">It was written into files that are no longer there.</exception>
    Task CommitAsync(PortalDbContext db, IDbContextTransaction turn);

    /// <summary>The writer was refused.</summary>
    void Refused(Exception refusal);

    /// <summary>A read has ended, and its context waits for the next.</summary>
    Task RestAsync(PortalDbContext db);

    /// <summary>What somebody else than this writer has committed since the last look. Runs as a work of the writer's.</summary>
    Task<ForeignCommits> LookAsync(PortalDbContext db, CancellationToken cancellationToken);
}
