namespace NotifyPortal.Data.Postgres;

/// <inheritdoc/>
internal sealed class PostgresWords : SqlWords
{
    public override string HourOf(string time) => $"floor(extract(epoch FROM {time}) / 3600)::bigint";

    public override string IsNoObject(string column) => $"json_typeof({column}::json) <> 'object'"; // the column's type sees to the rest

    public override string LengthOf(string column) => $"CASE WHEN jsonb_typeof({column}) = 'array' THEN jsonb_array_length({column}) ELSE 0 END";

    public override string ElementsOf(string column) => $"jsonb_array_elements_text({column})";
}
