using System.Globalization;
using Npgsql;

namespace NotifyPortal.Data.Postgres;

/// <inheritdoc/>
internal sealed class PostgresRow(NpgsqlDataReader reader) : SqlRow
{
    protected override bool IsNullAt(int index) => reader.IsDBNull(index);

    protected override string TextAt(int index) => reader.GetString(index);

    // Counts are bigint, states integer, sums numeric.
    protected override long NumberAt(int index)
    {
        var type = reader.GetFieldType(index);

        return type == typeof(long) ? reader.GetInt64(index)
            : type == typeof(int) ? reader.GetInt32(index)
            : Convert.ToInt64(reader.GetValue(index), CultureInfo.InvariantCulture);
    }

    protected override bool FlagAt(int index) => reader.GetBoolean(index);

    protected override DateTimeOffset TimeAt(int index) => reader.GetFieldValue<DateTimeOffset>(index);

    protected override byte[] BytesAt(int index) => reader.GetFieldValue<byte[]>(index);
}
