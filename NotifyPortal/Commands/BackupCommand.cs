using System.CommandLine;
using Microsoft.Data.Sqlite;
using NotifyPortal.Data;
using NotifyPortal.Data.Sqlite;
using NotifyPortal.Notifications;

namespace NotifyPortal.Commands;

/// <summary><c>backup FILE</c>: a copy of the database as it was at one moment, while others write.</summary>
internal static class BackupCommand
{
    public static Command Create(IServiceProvider services)
    {
        var path = new Argument<string>("FILE") { Description = "Where the copy goes; must not exist yet." };
        var command = new Command("backup", "Copies the database while the server runs, and checks the copy.") { path };
        command.SetAction((parsed, token) => RunAsync(services, Path.GetFullPath(parsed.GetRequiredValue(path)), token));

        return command;
    }

    private static async Task<int> RunAsync(IServiceProvider services, string path, CancellationToken cancellationToken)
    {
        try
        {
            await SqliteFile.OpenPrivate(path, FileMode.CreateNew).DisposeAsync();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"FILE: {e.Message}", e);
        }

        try
        {
            await CopyAsync(services.GetRequiredService<SqliteFile>(), path, cancellationToken);
            var report = await services.GetRequiredService<DatabaseCheck>().RunAsync(path, cancellationToken);

            if (report.Problems.Count > 0)
            {
                throw new StartupException($"The copy is not sound, so it was not kept: {string.Join("; ", report.Problems)}");
            }

            Console.WriteLine($"ok: {path}, {new FileInfo(path).Length} bytes");

            return 0;
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    private static async Task CopyAsync(SqliteFile file, string path, CancellationToken cancellationToken)
    {
        await using (var connection = await file.OpenReadOnlyAsync(cancellationToken))
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "VACUUM INTO $path"; // one read transaction: writers go on, the copy has one moment
            command.Parameters.AddWithValue("$path", path);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await RenameAsync(path, cancellationToken);
        await using var copy = SqliteFile.OpenPrivate(path, FileMode.Open);
        copy.Flush(flushToDisk: true); // SQLite does not sync a copy
    }

    // Restored, it is another database: streams that return with numbers of the lost one must be told to read again.
    private static async Task RenameAsync(string path, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "DELETE FROM \"Sequences\" WHERE \"Name\" = $name";
        command.Parameters.AddWithValue("$name", Sequence.Epoch);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
