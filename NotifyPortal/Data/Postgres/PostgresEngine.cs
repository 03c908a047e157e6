using System.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace NotifyPortal.Data.Postgres;

/// <summary>One server, and a writer in each replica, which take turns.</summary>
public sealed class PostgresEngine(DbContextOptions<PostgresPortalDbContext> options) : IStoreEngine
{
    /// <summary>Whoever holds this lock of the database's is the one writer. It goes with the transaction, however that ends, and after its commit can be seen.</summary>
    private const long Turn = 0x4E6F74696679; // "Notify"

    // What the sequence stood at when this writer had committed last: numbers above that are others'. Each is touched within a turn only.
    private long? ownEnd, foreignAfter;

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
        var writer = (PostgresPortalDbContext)db;
        writer.InTurn = false;

        // Each statement sees what was committed before it: after the lock that is all there is.
        var turn = await db.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted);
        writer.InTurn = true;
        var answers = await db.Sql.QueryAsync(
            $"""SELECT CASE WHEN pg_advisory_xact_lock({Turn}) IS NULL THEN 0 ELSE 1 END; SELECT "Value" FROM "Sequences" WHERE "Name" = 'positions'""",
            row => row.Number(), CancellationToken.None);
        var begun = answers[^1];
        foreignAfter ??= begun > ownEnd ? ownEnd : null;
        ownEnd = begun;

        return turn;
    }

    /// <inheritdoc/>
    public async Task CommitAsync(PortalDbContext db, IDbContextTransaction turn)
    {
        var numbers = await db.Sql.QueryAsync($"""SELECT "Value" FROM "Sequences" WHERE "Name" = 'positions'""", row => row.Number(), CancellationToken.None);
        await turn.CommitAsync();
        ownEnd = numbers[0]; // not before: of a commit nobody has answered, nobody was told
    }

    /// <inheritdoc/>
    public void Refused(Exception refusal)
    {
        // nothing here could help
    }

    /// <inheritdoc/>
    public Task RestAsync(PortalDbContext db) => db.Database.CloseConnectionAsync(); // back into the pool, where others wait for it

    /// <inheritdoc/>
    public Task<ForeignCommits> LookAsync(PortalDbContext db, CancellationToken cancellationToken)
    {
        var found = foreignAfter is null ? ForeignCommits.None : new ForeignCommits(true, foreignAfter);
        foreignAfter = null;

        return Task.FromResult(found);
    }
}
