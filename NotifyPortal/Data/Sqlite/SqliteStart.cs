using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace NotifyPortal.Data.Sqlite;

/// <summary>Directory, file, migrations. A file that serves somebody else, or is damaged, is left alone.</summary>
public sealed class SqliteStart(IDbContextFactory<PortalDbContext> contexts, IStartupValidator options, SqliteFile file, ServerLock server, DiskReserve reserve) : DatabaseStart(contexts, options)
{
    /// <inheritdoc/>
    public override Task<IAsyncDisposable?> AloneAsync(CancellationToken cancellationToken = default) => Task.FromResult<IAsyncDisposable?>(null); // its server has the file's lock

    protected override async Task PrepareAsync(Task model, bool serving, CancellationToken cancellationToken)
    {
        RequireLibrary();
        file.EnsureWritable();

        if (serving)
        {
            server.Take();
        }

        try
        {
            await using var db = await OpenAsync(cancellationToken);
            await InspectAsync(db, model, serving, cancellationToken);
            await MigrateAsync(db, serving, cancellationToken);
        }
        catch (SqliteException e)
        {
            throw new StartupException($"Database:ConnectionString: the database cannot be opened ({e.Message}): {file.Path}", e);
        }

        file.RestrictAccess();

        if (serving)
        {
            reserve.Keep();
        }
    }

    protected override Task RequireThereAsync(CancellationToken cancellationToken)
    {
        RequireLibrary();

        return File.Exists(file.Path) ? Task.CompletedTask : throw new StartupException($"Database:ConnectionString: there is no database at {file.Path}.");
    }

    private static void RequireLibrary()
    {
        if (!SqliteBinding.LibraryFound)
        {
            throw new StartupException("Database:Provider is Sqlite, but the system has no libsqlite3. Install the package libsqlite3-0.");
        }
    }

    /// <summary>Through a connection that cannot write: a file that is refused stays as it is, byte for byte.</summary>
    private async Task InspectAsync(PortalDbContext db, Task model, bool thoroughly, CancellationToken cancellationToken)
    {
        if (thoroughly && LogDamage.IsIn(file.Path + "-wal"))
        {
            throw new StartupException($"Database:ConnectionString: {file.Path}-wal is damaged: what was written last cannot be read. It was left untouched; restore a backup, or move it away to go on without that.");
        }

        await using var connection = await file.OpenReadOnlyAsync(cancellationToken);
        var damage = thoroughly ? await connection.ScalarAsync("PRAGMA quick_check(1)", cancellationToken) : "ok";

        if (damage is not "ok")
        {
            throw new StartupException($"Database:ConnectionString: {file.Path} is damaged ({damage}). It was left untouched; restore a backup.");
        }

        await model;
        var applied = await SqliteUpkeep.MigrationsOf(connection, cancellationToken);
        var known = db.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);

        if (applied.FirstOrDefault(m => !known.Contains(m)) is { } unknown)
        {
            throw new StartupException($"Database:ConnectionString: {file.Path} was written by a newer NotifyPortal ({unknown}). It was left untouched; start that version or restore a backup.");
        }

        if (applied.Count == 0 && await connection.ScalarAsync("SELECT count(*) FROM sqlite_master WHERE substr(name, 1, 4) <> '__EF' AND substr(name, 1, 7) <> 'sqlite_'", cancellationToken) is not 0L)
        {
            throw new StartupException($"Database:ConnectionString: {file.Path} is no database of NotifyPortal. It was left untouched; name another file.");
        }
    }

    private static async Task MigrateAsync(PortalDbContext db, bool serving, CancellationToken cancellationToken)
    {
        // EF sets this only when it makes the file itself; a restored backup has it neither.
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellationToken);

        if (!(await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
        {
            return;
        }

        if (serving)
        {
            // A start that was killed while migrating leaves its mark, for which the next would wait forever.
            await db.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancellationToken);
        }

        await db.Database.MigrateAsync(cancellationToken);
    }
}
