using NotifyPortal.Live;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Commands;

/// <summary>Commands as processes of their own, beside a portal that serves.</summary>
public sealed class CommandTests : PortalTest
{
    private readonly TempDirectory directory = new();

    [Fact]
    public async Task Help_lists_the_commands()
    {
        var (exitCode, output, _) = await PortalProcess.RunBesideAsync(App, "--help");

        Assert.Equal(0, exitCode);
        Assert.All(["verify", "backup"], command => Assert.Contains(command, output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unknown_command_is_refused_with_the_known_ones()
    {
        var (exitCode, _, errors) = await PortalProcess.RunBesideAsync(App, "verfy");

        Assert.Equal(1, exitCode);
        Assert.Contains("'verfy'", Assert.Single(errors), StringComparison.Ordinal);
        Assert.Contains("verify", errors[0], StringComparison.Ordinal);
    }

    [Theory]
    [Trait(TestDatabase.Trait, TestDatabase.Sqlite)]
    [InlineData("verify")]
    [InlineData("backup", "copy.db")]
    public async Task What_only_looks_creates_no_database(params string[] command)
    {
        var (exitCode, portal) = await PortalProcess.RunAsync([.. command, "--Database:ConnectionString", $"Data Source={directory["none.db"]}"]);

        using (portal)
        {
            Assert.Equal(1, exitCode);
            Assert.Contains("Database:ConnectionString", Assert.Single(portal.Errors), StringComparison.Ordinal);
            Assert.False(File.Exists(directory["none.db"]));
        }
    }

    [Fact]
    [Rule("P4")]
    [Trait(TestDatabase.Trait, TestDatabase.Sqlite)] // on PostgreSQL pages hear of what was changed, not that something was
    public async Task Open_pages_hear_of_what_another_process_wrote()
    {
        using var page = Listen(Alice);

        // The portal's first look, which may be over or not, says "read again", too: so twice.
        for (var round = 1; round <= 2; round++)
        {
            await App.Database.ExecuteAsync("UPDATE \"Sequences\" SET \"Value\" = \"Value\" + 1");
            await Until.TrueAsync(async () => (await page.HeardAsync(resyncs: true)).Any(e => e.Kind == LiveEventKind.Resync), $"the page is told to read again, {round}");
        }
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        directory.Dispose();
    }
}
