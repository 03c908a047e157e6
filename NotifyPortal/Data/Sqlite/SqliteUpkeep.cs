using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace NotifyPortal.Data.Sqlite;

/// <inheritdoc/>
internal sealed class SqliteUpkeep(SqliteFile file) : DatabaseUpkeep
{
    public override SqlWords Words { get; } = new SqliteWords();

    public override string Unreadable => "the file is damaged";

    public override async Task<DbConnection> OpenReadOnlyAsync(CancellationToken cancellationToken) => await file.OpenReadOnlyAsync(cancellationToken);

    public override Task<List<string>> AppliedMigrationsAsync(DbConnection connection, CancellationToken cancellationToken) => MigrationsOf(connection, cancellationToken);

    public override async Task<List<string>> FindDamageAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var damage = (await connection.TextsAsync("PRAGMA integrity_check", cancellationToken)).Where(line => line != "ok").Select(line => $"{Unreadable}: {line}");
        var orphans = await connection.TextsAsync("SELECT 'points to nothing: ' || \"table\" || ' ' || rowid || ' → ' || parent FROM pragma_foreign_key_check", cancellationToken);

        return [.. damage, .. orphans];
    }

    public override async Task CopyAsync(string path, CancellationToken cancellationToken)
    {
        await using (var connection = await file.OpenReadOnlyAsync(cancellationToken))
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "VACUUM INTO $path"; // one read transaction: writers go on, the copy has one moment
            command.Parameters.AddWithValue("$path", path);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await RenameAsync(path, cancellationToken);
        await using var copy = PrivateFile.Open(path, FileMode.Open);
        copy.Flush(flushToDisk: true); // SQLite does not sync a copy
    }

    public override async Task<DbConnection?> OpenCopyAsync(string path, CancellationToken cancellationToken) => await file.OpenReadOnlyAsync(cancellationToken, path);

    internal static async Task<List<string>> MigrationsOf(DbConnection connection, CancellationToken cancellationToken) =>
        await connection.ScalarAsync("SELECT count(*) FROM sqlite_master WHERE name = '__EFMigrationsHistory'", cancellationToken) is 0L
            ? []
            : await connection.TextsAsync("SELECT \"MigrationId\" FROM \"__EFMigrationsHistory\" ORDER BY 1", cancellationToken);

    // Restored, it is another database: streams that return with numbers of the lost one must be told to read again.
    private static async Task RenameAsync(string path, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = $"DELETE FROM \"Sequences\" WHERE \"Name\" = '{Epoch}'";
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
