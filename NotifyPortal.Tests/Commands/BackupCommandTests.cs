using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Commands;

/// <summary>A copy of the database, made beside a portal that serves.</summary>
public sealed class BackupCommandTests : PortalTest
{
    private readonly TempDirectory directory = new();

    [Fact]
    [Trait(TestDatabase.Trait, TestDatabase.Sqlite)]
    public async Task A_backup_made_while_others_write_is_sound_and_serves()
    {
        await SendManyAsync(Alice, 5);
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await SendAsync(Bob);
            }
        });

        var (exitCode, _, errors) = await PortalProcess.RunBesideAsync(App, "backup", directory["copy.db"]);
        await stop.CancelAsync();
        await writing;

        Assert.Empty(errors);
        Assert.Equal(0, exitCode);
        using var restored = await PortalProcess.ServeAsync(directory["copy.db"]);
        Assert.Equal(0, (await PortalProcess.RunAsync(["verify", "--Database:ConnectionString", $"Data Source={directory["copy.db"]}"])).ExitCode);
    }

    [Fact]
    public async Task A_database_of_an_older_version_is_copied_as_it_is()
    {
        await SendAsync(Alice);
        await App.Database.ExecuteAsync("""DELETE FROM "__EFMigrationsHistory" """);

        Assert.Equal(0, (await PortalProcess.RunBesideAsync(App, "backup", directory["copy.db"])).ExitCode);
    }

    [Fact]
    [Rule("T30")]
    public async Task Only_the_owner_may_read_a_backup()
    {
        await PortalProcess.RunBesideAsync(App, "backup", directory["copy.db"]);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(directory["copy.db"]));
    }

    [Fact]
    public async Task A_backup_overwrites_nothing()
    {
        await File.WriteAllTextAsync(directory["letter.txt"], "Dear Alice");

        var (exitCode, _, errors) = await PortalProcess.RunBesideAsync(App, "backup", directory["letter.txt"]);

        Assert.Equal(1, exitCode);
        Assert.Contains("letter.txt", Assert.Single(errors), StringComparison.Ordinal);
        Assert.Equal("Dear Alice", await File.ReadAllTextAsync(directory["letter.txt"]));
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        directory.Dispose();
    }
}
