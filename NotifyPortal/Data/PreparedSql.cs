using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace NotifyPortal.Data;

/// <summary>
/// A text's statements, prepared, beneath the driver: what that allocates and looks up by name for each call costs several times what SQLite needs.
/// </summary>
internal sealed class PreparedSql : IDisposable
{
    private readonly sqlite3 database;
    private readonly List<sqlite3_stmt> statements = [];

    /// <exception cref="SqliteException">It is no SQL for this database.</exception>
    public PreparedSql(sqlite3 database, FormattableString sql)
    {
        this.database = database;
        var rest = string.Format(CultureInfo.InvariantCulture, sql.Format, [.. Enumerable.Range(1, sql.ArgumentCount).Select(i => $"?{i}")]);

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

    /// <summary>Runs them all, one after the other.</summary>
    /// <returns>How many rows were changed.</returns>
    public int Execute(FormattableString values)
    {
        var changed = 0;

        foreach (var statement in statements)
        {
            Run(statement, values, null);
            changed += raw.sqlite3_changes(database);
        }

        return changed;
    }

    /// <summary>The same for one that inserts a row.</summary>
    /// <returns>The row's id.</returns>
    public long Insert(FormattableString values)
    {
        Execute(values);

        return raw.sqlite3_last_insert_rowid(database);
    }

    /// <summary>The same for those that answer with rows.</summary>
    public List<T> Query<T>(FormattableString values, Func<SqlRow, T> row)
    {
        var rows = new List<T>();

        foreach (var statement in statements)
        {
            var current = new SqlRow(statement);
            Run(statement, values, () => rows.Add(row(current.Begin())));
        }

        return rows;
    }

    public void Dispose()
    {
        statements.ForEach(statement => statement.Dispose());
        statements.Clear();
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
}
