using System.CommandLine;
using NotifyPortal.Data;

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
            await PrivateFile.Open(path, FileMode.CreateNew).DisposeAsync();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"FILE: {e.Message}", e);
        }

        try
        {
            await services.GetRequiredService<DatabaseUpkeep>().CopyAsync(path, cancellationToken);
            await CheckAsync(services, path, cancellationToken);
            Console.WriteLine($"ok: {path}, {new FileInfo(path).Length} bytes");

            return 0;
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    private static async Task CheckAsync(IServiceProvider services, string path, CancellationToken cancellationToken)
    {
        await using var copy = await services.GetRequiredService<DatabaseUpkeep>().OpenCopyAsync(path, cancellationToken);
        var report = copy is null ? null : await services.GetRequiredService<DatabaseCheck>().RunAsync(copy, cancellationToken);

        if (report?.Problems.Count > 0)
        {
            throw new StartupException($"The copy is not sound, so it was not kept: {string.Join("; ", report.Problems)}");
        }
    }
}
