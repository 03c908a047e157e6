using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace NotifyPortal.Data.Sqlite;

/// <summary>
/// A text's statements, prepared, beneath the driver: what that allocates and looks up by name for each call costs several times what SQLite needs.
/// </summary>
internal sealed partial class SqliteSql : IPreparedSql
{
    private readonly sqlite3 database;
    private readonly List<sqlite3_stmt> statements = [];

    /// <exception cref="SqliteException">It is no SQL for this database.</exception>
    public SqliteSql(sqlite3 database, FormattableString sql)
    {
        this.database = database;
        var rest = TextOf(sql.Format);

        while (!string.IsNullOrWhiteSpace(rest))
        {
            if (raw.sqlite3_prepare_v2(database, rest, out var statement, out rest) is not raw.SQLITE_OK and var code)
            {
                var fault = Fault(code); // first: what is disposed of takes the message along
                Dispose();

                throw fault;
            }

            statements.Add(statement);
        }
    }

    /// <summary>What SQLite is given: lists travel as JSON to it.</summary>
    internal static string TextOf(string format)
    {
        var numbered = Value().Replace(format, match => $"?{int.Parse(match.Groups["index"].Value, CultureInfo.InvariantCulture) + 1}");
        var counted = CountedList().Replace(numbered, "(SELECT value, key + 1 AS ${number} FROM json_each(${list})) AS ${name}");

        return List().Replace(counted, "json_each(${list}) AS ${name}");
    }

    public ValueTask<int> ExecuteAsync(FormattableString values, CancellationToken cancellationToken) => ValueTask.FromResult(Execute(values));

    public ValueTask<long> InsertAsync(FormattableString values, CancellationToken cancellationToken)
    {
        Execute(values);

        return ValueTask.FromResult(raw.sqlite3_last_insert_rowid(database)); // RETURNING would make a table on the way
    }

    public ValueTask<List<T>> QueryAsync<T>(FormattableString values, Func<SqlRow, T> row, CancellationToken cancellationToken)
    {
        var rows = new List<T>();

        foreach (var statement in statements)
        {
            var current = new SqliteRow(statement);
            Run(statement, values, () => rows.Add(row(current.Begin())));
        }

        return ValueTask.FromResult(rows);
    }

    public void Dispose()
    {
        statements.ForEach(statement => statement.Dispose());
        statements.Clear();
    }

    private int Execute(FormattableString values)
    {
        var changed = 0;

        foreach (var statement in statements)
        {
            Run(statement, values, null);
            changed += raw.sqlite3_changes(database);
        }

        return changed;
    }

    private void Run(sqlite3_stmt statement, FormattableString values, Action? onRow)
    {
        try
        {
            for (var i = Math.Min(values.ArgumentCount, raw.sqlite3_bind_parameter_count(statement)); i > 0; i--)
            {
                Check(Bind(statement, i, values.GetArgument(i - 1)));
            }

            int code;

            while ((code = raw.sqlite3_step(statement)) == raw.SQLITE_ROW)
            {
                onRow?.Invoke();
            }

            Check(code == raw.SQLITE_DONE ? raw.SQLITE_OK : code);
        }
        finally
        {
            raw.sqlite3_reset(statement);
            raw.sqlite3_clear_bindings(statement); // a list of 10,000 is not kept until the next
        }
    }

    // As the model stores it.
    private static int Bind(sqlite3_stmt statement, int index, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(statement, index),
        string text => raw.sqlite3_bind_text(statement, index, text),
        long number => raw.sqlite3_bind_int64(statement, index, number),
        int number => raw.sqlite3_bind_int64(statement, index, number),
        bool flag => raw.sqlite3_bind_int64(statement, index, flag ? 1 : 0),
        DateTimeOffset time => raw.sqlite3_bind_int64(statement, index, MicrosecondsConverter.Write(time)),
        Enum named => raw.sqlite3_bind_int64(statement, index, Convert.ToInt64(named, CultureInfo.InvariantCulture)),
        byte[] bytes => raw.sqlite3_bind_blob(statement, index, bytes),
        IEnumerable<string> or IEnumerable<string?> or IEnumerable<long> or IEnumerable<int> => raw.sqlite3_bind_text(statement, index, JsonSerializer.Serialize(value, value.GetType())),
        _ => throw new ArgumentException($"There is no way to store a {value.GetType().Name}.", nameof(value)),
    };

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw Fault(code);
        }
    }

    // As the driver says it.
    private SqliteException Fault(int code)
    {
        var extended = raw.sqlite3_extended_errcode(database);

        return new SqliteException($"SQLite Error {code & 0xFF}: '{raw.sqlite3_errmsg(database).utf8_to_string()}'.", code & 0xFF, extended);
    }

    [GeneratedRegex(@"\{(?<index>\d+)\}")]
    private static partial Regex Value();

    [GeneratedRegex(@"unnest\((?<list>\?\d+)\) WITH ORDINALITY AS (?<name>\w+) ?\(value, (?<number>\w+)\)")]
    private static partial Regex CountedList();

    [GeneratedRegex(@"unnest\((?<list>\?\d+)\) AS (?<name>\w+) ?\(value\)")]
    private static partial Regex List();
}
