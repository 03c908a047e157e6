using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyPortal.Accounts;
using NotifyPortal.Activities;
using NotifyPortal.Data;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Accounts;

/// <summary>A portal of its own, and what tests of accounts ask of it.</summary>
public abstract class AccountTest : IDisposable
{
    protected const string Alice = "alice@example.org";
    protected const string Bob = "bob@example.org";

    private readonly List<PortalBrowser> browsers = [];

    protected PortalApp App { get; init; } = new();

    protected PortalBrowser Browser(string userAgent = PortalBrowser.Firefox)
    {
        var browser = new PortalBrowser(App, userAgent);
        browsers.Add(browser);

        return browser;
    }

    protected async Task<PortalBrowser> SignedInAsync(string email, string password = PortalApp.Password, string userAgent = PortalBrowser.Firefox)
    {
        var browser = await PortalBrowser.SignedInAsync(App, email, password, userAgent);
        browsers.Add(browser);

        return browser;
    }

    /// <summary>What the cookie of a new sign-in says.</summary>
    protected async Task<ClaimsPrincipal> PrincipalAsync(PortalUser user, params string[] roles)
    {
        var (id, _) = await App.Get<SignInStore>().BeginAsync(user, "Test", null);

        return new ClaimsPrincipal(new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, user.Id), new(PortalClaims.SignInId, id), .. roles.Select(r => new Claim(ClaimTypes.Role, r))], "test"));
    }

    protected async Task<T> WithAsync<TService, T>(Func<TService, Task<T>> work) where TService : notnull
    {
        await using var scope = App.Services.CreateAsyncScope();

        return await work(scope.ServiceProvider.GetRequiredService<TService>());
    }

    protected Task<PortalUser?> FindAsync(string email) => WithAsync((UserManager<PortalUser> users) => users.FindByEmailAsync(email));

    protected async Task<IReadOnlyList<ActivityEntry>> ActivitiesAsync(string action) =>
        (await App.Get<ActivityLog>().ListAsync(new ActivityQuery { Action = action })).Items;

    protected async Task<T> ReadAsync<T>(Func<PortalDbContext, Task<T>> read)
    {
        await using var db = await App.Get<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync();

        return await read(db);
    }

    /// <summary>The link a development portal shows instead of mailing it.</summary>
    protected static async Task<string> LinkOnPageAsync(PortalBrowser browser, HttpResponseMessage redirect)
    {
        Assert.Equal(HttpStatusCode.Found, redirect.StatusCode);
        var page = await browser.OpenAsync(redirect.Headers.Location!.ToString());

        return page.QuerySelector("[data-testid=account-link]")!.GetAttribute("href")!;
    }

    public void Dispose()
    {
        browsers.ForEach(b => b.Dispose());
        App.Dispose();
        GC.SuppressFinalize(this);
    }
}
