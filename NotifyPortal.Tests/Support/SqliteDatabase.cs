using Microsoft.Data.Sqlite;

namespace NotifyPortal.Tests.Support;

/// <summary>A database file touched from outside the portal.</summary>
public static class SqliteDatabase
{
    public static async Task ExecuteAsync(string path, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The first value of the answer.</summary>
    public static async Task<object?> ScalarAsync(string path, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;

        return await command.ExecuteScalarAsync();
    }

    /// <summary>Overwrites every page but the first with noise.</summary>
    public static void Damage(string path)
    {
        using var file = new FileStream(path, FileMode.Open);
        file.Position = 4096;
        var noise = new byte[file.Length - 4096];
        Array.Fill(noise, (byte)0x5A);
        file.Write(noise);
    }
}
