using Microsoft.EntityFrameworkCore;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Commands;

/// <summary>The test's clock stands in the past; to a command, which goes by the system's, all of it is old.</summary>
public sealed class PruneCommandTests : PortalTest
{
    [Fact]
    [Rule("12.3")]
    public async Task It_counts_removes_and_obeys_what_admins_have_set()
    {
        await InboxOf(Alice).MarkSeenAsync(await SendAsync(Alice));
        await App.Get<NotifyPortal.Settings.SettingsService>().SetAsync("Retention:Days", "30000", "Ada", (_, _) => { });

        Assert.Equal((0, "Removed 0 notifications, 0 activities and 0 messages."), await RunAsync("prune"));
        Assert.Equal((0, "Would remove 1 notifications, 0 activities and 1 messages."), await RunAsync("prune", "--days", "10", "--dry-run"));
        Assert.Equal(1, await QueryAsync(db => db.Set<Notification>().CountAsync()));
        Assert.Equal((0, "Removed 1 notifications, 0 activities and 1 messages."), await RunAsync("prune", "--days", "10"));
        Assert.Equal(0, await QueryAsync(db => db.Set<Notification>().CountAsync()));
    }

    [Fact]
    public async Task Days_that_make_no_sense_are_refused() => Assert.Equal((1, ""), await RunAsync("prune", "--days", "0"));

    private async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        var (exitCode, portal) = await PortalProcess.RunAsync([.. arguments, .. App.Database.Arguments]);

        using (portal)
        {
            return (exitCode, portal.Output);
        }
    }
}
