using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using NotifyPortal.Accounts;
using NotifyPortal.Benchmarks.Clients;
using NotifyPortal.Modules;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Live;

/// <summary>A circuit takes any event that a client sends it, whatever the page has drawn: what an event may do is asked where it is done.</summary>
public sealed class StolenEventsTests(ApiPortal portal) : OpenPagesTest(portal)
{
    private const string Page = "/admin/modules";
    private const ulong Highest = 300;

    [Fact]
    [Trait(TestDatabase.Trait, TestDatabase.Sqlite)] // which counts the commits of a file
    public async Task What_a_page_of_the_admins_sent_does_nothing_on_a_page_of_somebody_else()
    {
        var stolen = await SwitchAsync(Portal.Root);
        await OpenAsync(Portal.Bob, "/notifications"); // his sign-in is stored by then
        await using var database = new SqliteConnection($"Data Source={Portal.App.Database.File};Pooling=False");
        await database.OpenAsync();
        var before = await CommitsAsync(database);

        await SendAllAsync(Portal.Bob, "/notifications", () => Task.FromResult(false));

        Assert.InRange(stolen, 0UL, Highest);
        Assert.Equal(before, await CommitsAsync(database));
    }

    [Fact]
    public async Task What_the_page_of_an_admin_sends_does_nothing_once_they_are_none()
    {
        var admin = await Portal.App.AddUserAsync("former", "Admin");
        var handler = await SwitchAsync(admin);
        var page = await OpenAsync(admin, Page);
        await using var scope = Portal.App.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<PortalUser>>();
        await users.RemoveFromRoleAsync((await users.FindByIdAsync(admin.Id))!, "Admin");

        await page.DispatchAsync(handler, "click");

        Assert.False(await IsOnAsync());
    }

    /// <summary>The number of the handler behind the module's switch, which is off then.</summary>
    private async Task<ulong> SwitchAsync(PortalUser admin) =>
        await SendAllAsync(admin, Page, async () => !await IsOnAsync()) ?? throw new InvalidOperationException("The page has no switch.");

    /// <summary>Sends a click to one handler after the other, until it has done what is wanted.</summary>
    private async Task<ulong?> SendAllAsync(PortalUser user, string path, Func<Task<bool>> done)
    {
        var page = await OpenAsync(user, path);

        for (var handler = 0UL; handler <= Highest; handler++)
        {
            try
            {
                await page.DispatchAsync(handler, "click");
            }
            catch (InvalidOperationException) // what is no click's to its handler has ended the page
            {
                page = await OpenAsync(user, path);
            }

            if (await done())
            {
                return handler;
            }
        }

        return null;
    }

    private Task<bool> IsOnAsync() => Portal.App.Get<ModuleService>().IsEnabledAsync(NotificationService.ModuleKey);

    // Changes with every commit of any other connection.
    private static async Task<object?> CommitsAsync(SqliteConnection database)
    {
        await using var command = database.CreateCommand();
        command.CommandText = "PRAGMA data_version";

        return await command.ExecuteScalarAsync();
    }
}
