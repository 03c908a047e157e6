using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Options;
using Npgsql;

namespace NotifyPortal.Data.Postgres;

/// <summary>The database, if the server has none yet, and its tables; by one replica while the others wait for it.</summary>
public sealed class PostgresStart(IStoreEngine engine, IDbContextFactory<PortalDbContext> contexts, IStartupValidator options, PostgresDatabase database) : DatabaseStart(contexts, options)
{
    private const long Preparing = 0x50726570617265; // "Prepare"

    /// <inheritdoc/>
    public override async Task<IAsyncDisposable?> AloneAsync(CancellationToken cancellationToken = default) => await LockAsync(cancellationToken);

    protected override async Task PrepareAsync(Task model, bool serving, CancellationToken cancellationToken)
    {
        try
        {
            await EnsureDatabaseAsync(cancellationToken);
            await model;
            await using var connection = await LockAsync(cancellationToken);
            await using var db = engine.NewContext(); // not one of the pool's, which would keep this connection
            await InspectAsync(db, connection, cancellationToken);
            db.Database.SetDbConnection(connection);
            await db.GetService<IHistoryRepository>().CreateIfNotExistsAsync(cancellationToken); // or the driver asks it first, and logs that it is not there
            await db.Database.MigrateAsync(cancellationToken);
        }
        catch (NpgsqlException e)
        {
            throw Unreachable(e);
        }
    }

    protected override async Task RequireThereAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(database.PatientConnectionString);
            await connection.OpenAsync(cancellationToken);
        }
        catch (NpgsqlException e)
        {
            throw Unreachable(e);
        }
    }

    /// <summary>The lock goes with the connection.</summary>
    private async Task<NpgsqlConnection> LockAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(database.PatientConnectionString);

        try
        {
            await connection.OpenAsync(cancellationToken);
            await ExecuteAsync(connection, $"SELECT pg_advisory_lock({Preparing})", cancellationToken);

            return connection;
        }
        catch
        {
            await connection.DisposeAsync();

            throw;
        }
    }

    private async Task EnsureDatabaseAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(database.PatientConnectionString);

        try
        {
            await connection.OpenAsync(cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            await CreateDatabaseAsync(cancellationToken);
        }
    }

    private async Task CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.PatientConnectionString) { Database = "postgres" }.ToString());
        await connection.OpenAsync(cancellationToken);

        try
        {
            await ExecuteAsync(connection, $"CREATE DATABASE {new NpgsqlCommandBuilder().QuoteIdentifier(database.Name)} ENCODING 'UTF8' TEMPLATE template0", cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // another replica was faster
        }
    }

    private async Task InspectAsync(PortalDbContext db, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var known = db.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        var there = await connection.TextsAsync("SELECT table_name::text FROM information_schema.tables WHERE table_schema = current_schema()", cancellationToken);
        var applied = await PostgresUpkeep.MigrationsOf(connection, cancellationToken);

        if (applied.Find(migration => !known.Contains(migration)) is { } unknown)
        {
            throw new StartupException($"Database:ConnectionString: {database.Name} on {database.Host} was written by a newer NotifyPortal ({unknown}). It was left untouched; start that version or restore a backup.");
        }

        if (applied.Count == 0 && there.Exists(table => table != "__EFMigrationsHistory"))
        {
            throw new StartupException($"Database:ConnectionString: {database.Name} on {database.Host} is no database of NotifyPortal. It was left untouched; name another one.");
        }
    }

    private StartupException Unreachable(NpgsqlException e) =>
        new($"Database:ConnectionString: the database {database.Name} on {database.Host} cannot be used ({e.Message.ReplaceLineEndings(" ")}).", e);

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
