using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Commands;

/// <summary>What stops a start is said in one line that names the setting. Real processes.</summary>
public sealed class StartTests : IDisposable
{
    private readonly TempDirectory directory = new();

    private string Database => directory["data/portal.db"];

    [Theory]
    [InlineData("Database:Provider", "Oracle")]
    [InlineData("Database:ConnectionString", "garbage")]
    [InlineData("Database:ConnectionString", "Data Source=:memory:")]
    [InlineData("Database:ConnectionString", "Data Source=/proc/nowhere/portal.db")]
    [InlineData("Notifications:BellSize", "0")]
    [InlineData("Notifications:BellSize", "many")]
    [InlineData("Notifications:ToastLimit", "11")]
    [InlineData("Notifications:DefaultLink", "javascript:alert(1)")]
    [InlineData("Retention:ActivityDays", "0")]
    [InlineData("Retention:UnreadFactor", "-1")]
    [InlineData("Backplane:Kind", "Kafka")]
    [InlineData("Backplane:Kind", "Postgres")] // without a database that could carry it
    [InlineData("Backplane:Kind", "System.String, System.Private.CoreLib")]
    [InlineData("Backplane:Prefix", "Über")]
    [InlineData("Telemetry:OtlpEndpoint", "localhost:4318")]
    [InlineData("Portal:TrustedProxies", "127.0.0.1, proxy.example")]
    [InlineData("Portal:TrustedProxies", "10.0.0.1/33")]
    [InlineData("urls", "nonsense")]
    public async Task A_setting_at_fault_names_itself(string key, string value) =>
        await AssertRefusedAsync(key, ["--urls", "http://127.0.0.1:0", "--Database:ConnectionString", $"Data Source={Database}", $"--{key}", value]);

    [Fact]
    public async Task A_backplane_without_an_address_names_the_address() =>
        await AssertRefusedAsync("Backplane:ConnectionString", [.. Here, "--Backplane:Kind", "Redis"]);

    [Fact]
    public async Task An_option_out_of_range_creates_no_database()
    {
        await AssertRefusedAsync("Notifications:BellSize", [.. Here, "--Notifications:BellSize", "0"]);

        Assert.False(File.Exists(Database));
    }

    [Fact]
    public async Task A_port_that_is_taken_names_urls()
    {
        using var first = await PortalProcess.ServeAsync(directory["first/portal.db"]);

        await AssertRefusedAsync("urls", [.. Here, "--urls", first.Url]);
    }

    [Fact]
    public async Task A_missing_libsqlite3_names_its_package()
    {
        File.WriteAllText(directory["libsqlite3.so.0"], "no library");
        File.WriteAllText(directory["libsqlite3.so"], "no library");

        await AssertRefusedAsync("libsqlite3-0", Here, ("LD_LIBRARY_PATH", directory[""]));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_and_left_as_it_is()
    {
        Directory.CreateDirectory(directory["data"]);
        File.WriteAllText(Database, new string('x', 9000));

        await AssertLeftAsItIsAsync("Database:ConnectionString");
    }

    [Fact]
    public async Task A_database_of_another_program_is_refused_and_left_as_it_is()
    {
        Directory.CreateDirectory(directory["data"]);
        await SqliteDatabase.ExecuteAsync(Database, "CREATE TABLE cookies (name TEXT)");

        await AssertLeftAsItIsAsync("Database:ConnectionString");
    }

    [Fact]
    public async Task A_damaged_database_is_refused_and_left_as_it_is()
    {
        await MakeAsync();
        SqliteDatabase.Damage(Database);

        await AssertLeftAsItIsAsync("Database:ConnectionString");
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_refused_and_left_as_it_is()
    {
        await MakeAsync();
        await SqliteDatabase.ExecuteAsync(Database, "INSERT INTO \"__EFMigrationsHistory\" VALUES ('29991231000000_Future', '99.0')");

        await AssertLeftAsItIsAsync("29991231000000_Future");
    }

    [Fact]
    public async Task A_second_server_on_the_same_file_is_refused()
    {
        using var first = await PortalProcess.ServeAsync(Database);

        await AssertRefusedAsync("Database:ConnectionString", Here);
    }

    [Fact]
    [Rule("T30")]
    public async Task Only_the_owner_may_read_what_is_stored()
    {
        using var server = await PortalProcess.ServeAsync(Database);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, Mode(directory["data"]));
        Assert.All(Directory.GetFiles(directory["data"]), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Mode(file)));
    }

    [Fact]
    public async Task Asked_to_stop_it_stops_cleanly_and_says_nothing_on_stderr()
    {
        using var server = await PortalProcess.ServeAsync(Database);

        Assert.Equal(0, await server.StopAsync());
        Assert.Empty(server.Errors);
        Assert.False(File.Exists(Database + "-wal")); // everything is in the one file
    }

    [Fact]
    public async Task A_start_that_was_killed_while_migrating_does_not_hold_up_the_next()
    {
        Directory.CreateDirectory(directory["data"]);
        await SqliteDatabase.ExecuteAsync(Database,
            "CREATE TABLE \"__EFMigrationsLock\" (\"Id\" INTEGER NOT NULL CONSTRAINT \"PK___EFMigrationsLock\" PRIMARY KEY, \"Timestamp\" TEXT NOT NULL);"
            + "INSERT INTO \"__EFMigrationsLock\" VALUES (1, '2026-01-01')");

        using var server = await PortalProcess.ServeAsync(Database);
    }

    public void Dispose() => directory.Dispose();

    private string[] Here => ["--urls", "http://127.0.0.1:0", "--Database:ConnectionString", $"Data Source={Database}"];

    private async Task MakeAsync()
    {
        using var server = await PortalProcess.ServeAsync(Database);
        await server.StopAsync();
    }

    private async Task AssertLeftAsItIsAsync(string named)
    {
        var before = await File.ReadAllBytesAsync(Database);

        await AssertRefusedAsync(named, Here);

        Assert.Equal(before, await File.ReadAllBytesAsync(Database));
    }

    private static async Task AssertRefusedAsync(string named, string[] arguments, params (string, string)[] environment)
    {
        var (exitCode, portal) = await PortalProcess.RunAsync(arguments, environment);

        using (portal)
        {
            Assert.Equal(1, exitCode);
            Assert.Contains(named, Assert.Single(portal.Errors), StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", portal.Output, StringComparison.Ordinal);
        }
    }

    private static UnixFileMode Mode(string path) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path);
}
