using System.Data.Common;

namespace NotifyPortal.Data;

/// <summary>Questions to a database that are asked without the model: before it is known to fit.</summary>
internal static class DatabaseReading
{
    public static async Task<object?> ScalarAsync(this DbConnection connection, string sql, CancellationToken cancellationToken) =>
        (await connection.RowsAsync(sql, cancellationToken)).FirstOrDefault()?[0];

    public static async Task<List<object?[]>> RowsAsync(this DbConnection connection, string sql, CancellationToken cancellationToken)
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

    /// <summary>The first column, which is text.</summary>
    public static async Task<List<string>> TextsAsync(this DbConnection connection, string sql, CancellationToken cancellationToken) =>
        [.. (await connection.RowsAsync(sql, cancellationToken)).Select(row => (string)row[0]!)];
}
