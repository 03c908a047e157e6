using System.Diagnostics;
using NotifyPortal.Accounts;
using NotifyPortal.Activities;
using NotifyPortal.Data.Postgres;
using NotifyPortal.Notifications;
using NotifyPortal.Notifications.Stream;
using NotifyPortal.Tests.Support;
using Npgsql;

namespace NotifyPortal.Tests.Commands;

/// <summary>What the commands that look at the whole database do on PostgreSQL, whichever engine the run is on.</summary>
[Trait(TestDatabase.Trait, TestDatabase.Postgres)]
public sealed class PostgresCommandTests : IAsyncLifetime
{
    private readonly TempDirectory directory = new();
    private readonly PortalApp app = new(("Database:Provider", TestDatabase.Postgres));
    private PortalUser alice = default!;

    public async ValueTask InitializeAsync() => alice = await app.AddPersonAsync("alice");

    [Fact]
    public async Task A_backup_made_while_others_write_is_sound_and_serves_as_another_database()
    {
        await SendAsync();
        var (epoch, _) = await app.Get<DatabaseEpoch>().ReadAsync(default);
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await SendAsync();
            }
        });

        var (exitCode, _, errors) = await PortalProcess.RunBesideAsync(app, "backup", directory["copy"]);
        await stop.CancelAsync();
        await writing;

        Assert.Empty(errors);
        Assert.Equal(0, exitCode);
        var restored = await RestoreAsync(directory["copy"]);
        await using var other = new PortalApp([.. restored]);
        Assert.NotEqual(epoch, (await other.Get<DatabaseEpoch>().ReadAsync(default)).Epoch);
        Assert.Equal(epoch, (await app.Get<DatabaseEpoch>().ReadAsync(default)).Epoch);
        Assert.Equal(0, (await PortalProcess.RunAsync(["verify", .. restored.SelectMany(s => new[] { $"--{s.Key}", s.Value! })])).ExitCode);
    }

    [Fact]
    [Rule("T30")]
    public async Task Only_the_owner_may_read_a_backup()
    {
        await PortalProcess.RunBesideAsync(app, "backup", directory["copy"]);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(directory["copy"]));
    }

    [Fact]
    public async Task Without_the_tools_a_backup_names_the_package()
    {
        File.CreateSymbolicLink(directory["dotnet"], Installed("dotnet"));

        var (exitCode, portal) = await PortalProcess.RunAsync(["backup", directory["copy"], .. app.Database.Arguments], ("PATH", directory[""]));

        using (portal)
        {
            Assert.Equal(1, exitCode);
            Assert.Contains("postgresql-client", Assert.Single(portal.Errors), StringComparison.Ordinal);
            Assert.False(File.Exists(directory["copy"]));
        }
    }

    [Theory]
    [InlineData("""ALTER TABLE "Messages" DISABLE TRIGGER ALL; DELETE FROM "Messages"; ALTER TABLE "Messages" ENABLE TRIGGER ALL""", "points to nothing: \"Notifications\"")]
    [InlineData("""ALTER TABLE "Notifications" DISABLE TRIGGER "Tally_Change" """, "not enforced: trigger Tally_Change")]
    public async Task Verify_lists_what_is_broken(string harm, string named)
    {
        await SendAsync();
        await app.Database.ExecuteAsync(harm);

        var (exitCode, output, errors) = await PortalProcess.RunBesideAsync(app, "verify");

        Assert.Equal(1, exitCode);
        Assert.Empty(output);
        Assert.Contains(errors, e => e.StartsWith(named, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("backup", "copy")]
    public async Task What_only_looks_creates_no_database(params string[] command)
    {
        var server = await Servers.SharedPostgresAsync();
        var (exitCode, portal) = await PortalProcess.RunAsync(
            [.. command.Select(word => word == "copy" ? directory[word] : word), "--Database:Provider", TestDatabase.Postgres, "--Database:ConnectionString", server.ConnectionString("none")]);

        using (portal)
        {
            Assert.Equal(1, exitCode);
            Assert.Contains("Database:ConnectionString", Assert.Single(portal.Errors), StringComparison.Ordinal);
            await Assert.ThrowsAsync<PostgresException>(() => server.ExecuteAsync("select 1", "none"));
        }
    }

    [Fact]
    public void The_tools_are_told_by_their_environment()
    {
        var told = new NpgsqlConnectionStringBuilder("Host=a,b:5433;Port=5432;Database=portal;Username=me;Password=se;SSL Mode=VerifyFull;Root Certificate=/ca").ToEnvironment();

        Assert.Equal(("a,b", "5432,5433", "portal"), (told["PGHOST"], told["PGPORT"], told["PGDATABASE"]));
        Assert.Equal(("me", "se", "verify-full", "/ca"), (told["PGUSER"], told["PGPASSWORD"], told["PGSSLMODE"], told["PGSSLROOTCERT"]));
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        directory.Dispose();
    }

    private Task<Outcome> SendAsync() => app.Get<NotificationService>().CreateAsync(alice.Id, new NotificationDraft { Title = "Hello" });

    private static async Task<(string Key, string? Value)[]> RestoreAsync(string file)
    {
        var restored = await (await Servers.SharedPostgresAsync()).CreateDatabaseAsync();
        var to = new NpgsqlConnectionStringBuilder(restored);
        using var restore = Process.Start("pg_restore", ["--exit-on-error", "-h", to.Host!, "-p", $"{to.Port}", "-U", to.Username!, "-d", to.Database!, file]);
        await restore.WaitForExitAsync();
        Assert.Equal(0, restore.ExitCode);

        return [("Database:Provider", TestDatabase.Postgres), ("Database:ConnectionString", restored)];
    }

    private static string Installed(string program) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(directory => Path.Combine(directory, program)).First(File.Exists);
}
