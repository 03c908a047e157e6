using Microsoft.Data.Sqlite;

namespace NotifyPortal.Data.Sqlite;

/// <summary>Questions to a database file that are asked without the model: before it is known to fit.</summary>
internal static class SqliteReading
{
    public static async Task<object?> ScalarAsync(this SqliteConnection connection, string sql, CancellationToken cancellationToken) =>
        (await connection.RowsAsync(sql, cancellationToken)).FirstOrDefault()?[0];

    public static async Task<List<object?[]>> RowsAsync(this SqliteConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<object?[]>();

        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
        }

        return rows;
    }

    /// <summary>The migrations the file has seen; none in an empty or foreign one.</summary>
    public static async Task<List<string>> AppliedMigrationsAsync(this SqliteConnection connection, CancellationToken cancellationToken) =>
        await connection.ScalarAsync("SELECT count(*) FROM sqlite_master WHERE name = '__EFMigrationsHistory'", cancellationToken) is 0L
            ? []
            : [.. (await connection.RowsAsync("SELECT \"MigrationId\" FROM \"__EFMigrationsHistory\" ORDER BY 1", cancellationToken)).Select(row => (string)row[0]!)];
}
