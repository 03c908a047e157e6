using System.Data.Common;

namespace NotifyPortal.Data;

/// <summary>A row's values, one column after the other, as the model has them: for statements by hand.</summary>
internal struct SqlRow(DbDataReader row)
{
    private int column = -1;

    public string Text() => row.GetString(++column);

    public string? TextOrNull() => row.IsDBNull(++column) ? null : row.GetString(column);

    public long Number() => row.GetInt64(++column);

    public long? NumberOrNull() => row.IsDBNull(++column) ? null : row.GetInt64(column);

    public DateTimeOffset Time() => MicrosecondsConverter.Read(Number());

    public DateTimeOffset? TimeOrNull() => NumberOrNull() is { } time ? MicrosecondsConverter.Read(time) : null;

    public byte[]? BytesOrNull() => row.IsDBNull(++column) ? null : row.GetFieldValue<byte[]>(column);
}
