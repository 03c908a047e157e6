using System.Data;
using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace NotifyPortal.Data;

/// <summary>
/// Statements by hand, for what every publish, every request and every open page runs, and nothing else: through the ORM each of them costs ten
/// times as much. On a connection that stays open (the writer's, a <see cref="StoreReader"/>'s) they are prepared once and kept.
/// </summary>
internal sealed class Sql(PortalDbContext db)
{
    /// <summary>Tells tracing of each statement, as the ORM does of its own.</summary>
    internal static readonly ActivitySource Source = new(SourceName);

    internal const string SourceName = "NotifyPortal.Data";

    /// <summary>The tag that holds the statement.</summary>
    internal const string TextTag = "db.query.text";

    private Dictionary<string, DbCommand>? kept;

    /// <summary>From now on statements are kept: the connection is open, and stays so as long as the context lives.</summary>
    public void Keep() => kept = new(StringComparer.Ordinal);

    /// <summary>Runs one statement or several; values become parameters.</summary>
    /// <returns>How many rows were changed.</returns>
    public Task<int> ExecuteAsync(FormattableString sql, CancellationToken cancellationToken) =>
        RunAsync(sql, command => command.ExecuteNonQueryAsync(cancellationToken), cancellationToken);

    /// <summary>Runs it to its end and returns its rows; values become parameters.</summary>
    public Task<List<T>> QueryAsync<T>(FormattableString sql, Func<DbDataReader, T> row, CancellationToken cancellationToken) => RunAsync(sql, async command =>
    {
        var rows = new List<T>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);

        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(row(reader));
        }

        return rows;
    }, cancellationToken);

    private async Task<T> RunAsync<T>(FormattableString sql, Func<DbCommand, Task<T>> run, CancellationToken cancellationToken)
    {
        using var trace = Source.HasListeners() ? Source.StartActivity("SQL", ActivityKind.Client, default(ActivityContext), [new(TextTag, sql.Format)]) : null;

        if (db.Database.GetDbConnection().State != ConnectionState.Open)
        {
            await db.Database.OpenConnectionAsync(cancellationToken);
        }

        if (kept is null)
        {
            await using var once = New(sql);

            return await run(Fill(once, sql));
        }

        if (!kept.TryGetValue(sql.Format, out var command))
        {
            kept[sql.Format] = command = New(sql);
        }

        return await run(Fill(command, sql));
    }

    private DbCommand Fill(DbCommand command, FormattableString sql)
    {
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();

        for (var i = 0; i < sql.ArgumentCount; i++)
        {
            command.Parameters[i].Value = Stored(sql.GetArgument(i));
        }

        return command;
    }

    private DbCommand New(FormattableString sql)
    {
        var command = db.Database.GetDbConnection().CreateCommand();

        for (var i = 0; i < sql.ArgumentCount; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = string.Create(CultureInfo.InvariantCulture, $"@p{i}");
            command.Parameters.Add(parameter);
        }

        command.CommandText = string.Format(CultureInfo.InvariantCulture, sql.Format, [.. command.Parameters.Cast<DbParameter>().Select(p => p.ParameterName)]);

        return command;
    }

    // As the model stores it.
    private static object Stored(object? value) => value switch
    {
        null => DBNull.Value,
        DateTimeOffset time => MicrosecondsConverter.Write(time),
        Enum named => Convert.ToInt64(named, CultureInfo.InvariantCulture),
        _ => value,
    };
}
