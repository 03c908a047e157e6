namespace NotifyPortal.Data.Sqlite;

/// <inheritdoc/>
internal sealed class SqliteWords : SqlWords
{
    public override string HourOf(string time) => $"{time} / {TimeSpan.TicksPerHour / TimeSpan.TicksPerMicrosecond}";

    public override string IsNoObject(string column) => $"{column} IS NOT NULL AND (NOT json_valid({column}) OR json_type({column}) <> 'object')";

    public override string LengthOf(string column) => $"CASE WHEN json_valid({column}) THEN json_array_length({column}) ELSE 0 END";

    public override string ElementsOf(string column) => $"json_each({column})";
}
