using Microsoft.Data.Sqlite;

namespace NotifyPortal.Benchmarks.Bare;

/// <summary>The least that keeps notifications: a narrow table in a file of its own, durable as the portal's.</summary>
internal static class BareStore
{
    public static SqliteConnection Open(string file)
    {
        var database = new SqliteConnection($"Data Source={file};Pooling=False");
        database.Open();
        database.Run("""
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            PRAGMA busy_timeout = 5000;
            CREATE TABLE IF NOT EXISTS Notes (Id INTEGER PRIMARY KEY, Recipient TEXT NOT NULL, Title TEXT NOT NULL, CreatedAt INTEGER NOT NULL, SeenAt INTEGER NULL);
            CREATE INDEX IF NOT EXISTS UnreadNotes ON Notes (Recipient, Id) WHERE SeenAt IS NULL;
            CREATE TABLE IF NOT EXISTS Rows (Recipient INTEGER NOT NULL, Message INTEGER NOT NULL, SeenAt INTEGER NULL, DismissedAt INTEGER NULL, PRIMARY KEY (Recipient, Message)) WITHOUT ROWID;
            CREATE INDEX IF NOT EXISTS UnreadRows ON Rows (Recipient, Message) WHERE SeenAt IS NULL AND DismissedAt IS NULL;
            """);

        return database;
    }

    public static void Run(this SqliteConnection database, string sql, params (string Name, object Value)[] parameters)
    {
        using var command = database.Prepare(sql, parameters);
        command.ExecuteNonQuery();
    }

    /// <summary>A command that is kept: what it costs each time is what SQLite costs.</summary>
    public static SqliteCommand Prepare(this SqliteConnection database, string sql, params (string Name, object Value)[] parameters)
    {
        var command = database.CreateCommand();
        command.CommandTimeout = 600;
        command.CommandText = sql;

        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }

    /// <summary>Reads every column of every row, as a program that shows them must.</summary>
    /// <returns>How many rows.</returns>
    public static int ReadAll(this SqliteCommand command)
    {
        using var reader = command.ExecuteReader();
        var rows = 0;

        while (reader.Read())
        {
            for (var i = 0; i < reader.FieldCount; i++)
            {
                _ = reader.GetValue(i);
            }

            rows++;
        }

        return rows;
    }

    public static long Number(this SqliteCommand command) => (long)command.ExecuteScalar()!;
}
