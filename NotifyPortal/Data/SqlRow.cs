using SQLitePCL;

namespace NotifyPortal.Data;

/// <summary>The row a statement by hand stands at: its values, one column after the other, as the model has them.</summary>
internal sealed class SqlRow(sqlite3_stmt statement)
{
    private int column;

    public string Text() => raw.sqlite3_column_text(statement, column++).utf8_to_string();

    public string? TextOrNull() => IsNull() ? null : Text();

    public long Number() => raw.sqlite3_column_int64(statement, column++);

    public long? NumberOrNull() => IsNull() ? null : Number();

    public bool Flag() => Number() != 0;

    public DateTimeOffset Time() => MicrosecondsConverter.Read(Number());

    public DateTimeOffset? TimeOrNull() => IsNull() ? null : Time();

    public byte[]? BytesOrNull() => IsNull() ? null : raw.sqlite3_column_blob(statement, column++).ToArray();

    /// <summary>The next row, from its first column on.</summary>
    internal SqlRow Begin()
    {
        column = 0;

        return this;
    }

    private bool IsNull()
    {
        var isNull = raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;
        column += isNull ? 1 : 0;

        return isNull;
    }
}
