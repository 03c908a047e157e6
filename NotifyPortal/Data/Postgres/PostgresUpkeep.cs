using System.Data.Common;
using Npgsql;

namespace NotifyPortal.Data.Postgres;

/// <inheritdoc/>
internal sealed class PostgresUpkeep(PostgresDatabase database) : DatabaseUpkeep
{
    // What a restore leaves behind that was told not to look (--disable-triggers), or an index that was not finished.
    private const string Unchecked =
        """
        SELECT 'not usable: index ' || indexrelid::regclass FROM pg_index WHERE NOT indisvalid AND indrelid IN (SELECT oid FROM pg_class WHERE relnamespace = current_schema()::regnamespace)
        UNION ALL SELECT 'not enforced: trigger ' || tgname || ' of ' || tgrelid::regclass FROM pg_trigger
            WHERE NOT tgisinternal AND tgenabled = 'D' AND tgrelid IN (SELECT oid FROM pg_class WHERE relnamespace = current_schema()::regnamespace)
        """;

    // For each foreign key a statement that finds the rows whose parent is not there.
    private const string OrphanQueries =
        """
        SELECT format('SELECT ''points to nothing: '' || %L || '' '' || c.ctid || '' → '' || %L FROM %s AS c WHERE %s AND NOT EXISTS (SELECT 1 FROM %s AS p WHERE %s)',
            k.conrelid::regclass, k.confrelid::regclass, k.conrelid::regclass,
            (SELECT string_agg(format('c.%I IS NOT NULL', a.attname), ' AND ') FROM pg_attribute AS a WHERE a.attrelid = k.conrelid AND a.attnum = ANY(k.conkey)), k.confrelid::regclass,
            (SELECT string_agg(format('c.%I = p.%I', a.attname, b.attname), ' AND ') FROM unnest(k.conkey, k.confkey) AS pair(here, there)
                JOIN pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = pair.here JOIN pg_attribute AS b ON b.attrelid = k.confrelid AND b.attnum = pair.there))
        FROM pg_constraint AS k WHERE k.contype = 'f' AND k.connamespace = current_schema()::regnamespace
        """;

    public override SqlWords Words { get; } = new PostgresWords();

    public override string Unreadable => "the database does not answer";

    public override async Task<DbConnection> OpenReadOnlyAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection($"{database.PatientConnectionString};Options=-c timezone=UTC -c default_transaction_read_only=on");
        await connection.OpenAsync(cancellationToken);

        return connection;
    }

    public override Task<List<string>> AppliedMigrationsAsync(DbConnection connection, CancellationToken cancellationToken) => MigrationsOf(connection, cancellationToken);

    public override async Task<List<string>> FindDamageAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var damage = await connection.TextsAsync(Unchecked, cancellationToken);

        foreach (var orphans in await connection.TextsAsync(OrphanQueries, cancellationToken))
        {
            damage.AddRange(await connection.TextsAsync(orphans, cancellationToken));
        }

        return damage;
    }

    // Where it is restored it is another database: see DatabaseEpoch.
    public override async Task CopyAsync(string path, CancellationToken cancellationToken)
    {
        await PostgresTool.RunAsync("pg_dump", ["--format=custom", $"--file={path}"], database, cancellationToken);
        await PostgresTool.RunAsync("pg_restore", ["--file=/dev/null", path], database, cancellationToken); // it can be read to its end

        await using var copy = PrivateFile.Open(path, FileMode.Open);
        copy.Flush(flushToDisk: true);
    }

    public override Task<DbConnection?> OpenCopyAsync(string path, CancellationToken cancellationToken) => Task.FromResult<DbConnection?>(null);

    internal static async Task<List<string>> MigrationsOf(DbConnection connection, CancellationToken cancellationToken) =>
        await connection.ScalarAsync("SELECT to_regclass('\"__EFMigrationsHistory\"') IS NULL", cancellationToken) is true
            ? []
            : await connection.TextsAsync("SELECT \"MigrationId\" FROM \"__EFMigrationsHistory\" ORDER BY 1", cancellationToken);
}
