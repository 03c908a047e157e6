using SQLitePCL;

namespace NotifyPortal.Data.Sqlite;

/// <inheritdoc/>
internal sealed class SqliteRow(sqlite3_stmt statement) : SqlRow
{
    protected override bool IsNullAt(int index) => raw.sqlite3_column_type(statement, index) == raw.SQLITE_NULL;

    protected override string TextAt(int index) => raw.sqlite3_column_text(statement, index).utf8_to_string();

    protected override long NumberAt(int index) => raw.sqlite3_column_int64(statement, index);

    protected override bool FlagAt(int index) => NumberAt(index) != 0;

    protected override DateTimeOffset TimeAt(int index) => MicrosecondsConverter.Read(NumberAt(index));

    protected override byte[] BytesAt(int index) => raw.sqlite3_column_blob(statement, index).ToArray();
}
