using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace NotifyPortal.Data.Postgres;

/// <summary>A text's statements in one round trip. The driver prepares by itself what it sees again on a connection.</summary>
internal sealed partial class PostgresSql(PortalDbContext db, string format) : IPreparedSql
{
    private static readonly ConcurrentDictionary<string, IReadOnlyList<Statement>> Known = new(StringComparer.Ordinal);

    private readonly IReadOnlyList<Statement> statements = Known.GetOrAdd(format, Parse);

    public async ValueTask<int> ExecuteAsync(FormattableString values, CancellationToken cancellationToken)
    {
        await using var batch = await BatchAsync(values, "", cancellationToken);

        return await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    public async ValueTask<long> InsertAsync(FormattableString values, CancellationToken cancellationToken)
    {
        await using var batch = await BatchAsync(values, " RETURNING \"Id\"", cancellationToken);

        return (long)(await batch.ExecuteScalarAsync(cancellationToken))!;
    }

    public async ValueTask<List<T>> QueryAsync<T>(FormattableString values, Func<SqlRow, T> row, CancellationToken cancellationToken)
    {
        await using var batch = await BatchAsync(values, "", cancellationToken);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var (rows, current) = (new List<T>(), new PostgresRow(reader));

        do
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                rows.Add(row(current.Begin()));
            }
        }
        while (await reader.NextResultAsync(cancellationToken));

        return rows;
    }

    public void Dispose()
    {
        // nothing is held: prepared statements are the connection's
    }

    /// <summary>What PostgreSQL is given: each statement has parameters of its own, and the order of a join is the planner's.</summary>
    internal static IReadOnlyList<Statement> Parse(string format) =>
        [.. format.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(text =>
        {
            var used = Value().Matches(text).Select(match => int.Parse(match.Groups["index"].Value, CultureInfo.InvariantCulture)).Distinct().ToArray();
            var numbered = Value().Replace(text, match =>
                $"${Array.IndexOf(used, int.Parse(match.Groups["index"].Value, CultureInfo.InvariantCulture)) + 1}");

            return new Statement(OrderedJoin().Replace(numbered, "JOIN"), used);
        })];

    private async ValueTask<NpgsqlBatch> BatchAsync(FormattableString values, string ending, CancellationToken cancellationToken)
    {
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();

        if (connection.State != System.Data.ConnectionState.Open)
        {
            await db.Database.OpenConnectionAsync(cancellationToken);
        }

        var batch = new NpgsqlBatch(connection);

        foreach (var statement in statements)
        {
            var command = new NpgsqlBatchCommand(statement.Text + ending);

            foreach (var index in statement.Values)
            {
                command.Parameters.Add(Parameter(values.GetArgument(index)));
            }

            batch.BatchCommands.Add(command);
        }

        return batch;
    }

    // As the model stores it. A text's type is left to the server, which knows whether it is JSON that is wanted there.
    private static NpgsqlParameter Parameter(object? value) => value switch
    {
        null => new() { Value = DBNull.Value },
        string text => new() { Value = text, NpgsqlDbType = NpgsqlDbType.Unknown },
        long number => new NpgsqlParameter<long> { TypedValue = number },
        int number => new NpgsqlParameter<int> { TypedValue = number },
        bool flag => new NpgsqlParameter<bool> { TypedValue = flag },
        DateTimeOffset time => new NpgsqlParameter<DateTimeOffset> { TypedValue = time.ToUniversalTime() },
        Enum named => new NpgsqlParameter<int> { TypedValue = Convert.ToInt32(named, CultureInfo.InvariantCulture) },
        byte[] bytes => new NpgsqlParameter<byte[]> { TypedValue = bytes },
        IEnumerable<string?> texts => new NpgsqlParameter<string?[]> { TypedValue = [.. texts] },
        IEnumerable<long> numbers => new NpgsqlParameter<long[]> { TypedValue = [.. numbers] },
        IEnumerable<int> numbers => new NpgsqlParameter<int[]> { TypedValue = [.. numbers] },
        _ => throw new ArgumentException($"There is no way to store a {value.GetType().Name}.", nameof(value)),
    };

    /// <param name="Values">Which of the values its parameters are, in turn.</param>
    internal sealed record Statement(string Text, int[] Values);

    [GeneratedRegex(@"\{(?<index>\d+)\}")]
    private static partial Regex Value();

    [GeneratedRegex(@"\bCROSS JOIN\b")]
    private static partial Regex OrderedJoin();
}
