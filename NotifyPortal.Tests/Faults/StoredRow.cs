using System.Data.Common;

namespace NotifyPortal.Tests.Faults;

/// <summary>What one person has been told.</summary>
internal sealed record StoredRow(long Id, long Position, string Recipient, string Title, bool Open)
{
    public static async Task<IReadOnlyList<StoredRow>> AllAsync(DbConnection connection)
    {
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT n."Id", n."Position", r."Address", m."Title", n."DismissedAt" IS NULL FROM "Notifications" n
            JOIN "Messages" m ON m."Id" = n."MessageId" JOIN "Recipients" r ON r."Id" = n."RecipientId"
            """;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<StoredRow>();

        while (await reader.ReadAsync())
        {
            rows.Add(new(reader.GetInt64(0), reader.GetInt64(1), reader.GetString(2), reader.GetString(3), reader.GetBoolean(4)));
        }

        return rows;
    }
}
