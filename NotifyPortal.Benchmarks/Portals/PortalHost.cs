using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using NotifyPortal.Accounts;
using NotifyPortal.Activities;
using NotifyPortal.Admin;
using NotifyPortal.Data;
using NotifyPortal.Data.Sqlite;

namespace NotifyPortal.Benchmarks.Portals;

/// <summary>The real portal in this process, without a port: for what goes through its services, and to prepare files for a <see cref="PortalProcess"/>.</summary>
public sealed class PortalHost(PortalFiles files) : WebApplicationFactory<global::Program>
{
    public T Get<T>() where T : notnull => Services.GetRequiredService<T>();

    /// <summary>A new key of these scopes, separated by spaces.</summary>
    public async Task<string> KeyAsync(string scopes, string? userId = null)
    {
        var errors = new InputErrors();
        var key = await Get<KeyService>().CreateAsync(new KeyDraft($"Load {Guid.NewGuid():N}", scopes.Split(' '), userId, null), errors, new Actor(null, "benchmark"));

        return key ?? throw new InvalidOperationException(errors.ToString());
    }

    /// <summary>What a signed-in browser of this user sends as its <c>Cookie</c> header, to this portal and any other on these files.</summary>
    public async Task<string> CookieAsync(string userId)
    {
        await using var scope = Services.CreateAsyncScope();
        var user = await scope.ServiceProvider.GetRequiredService<PortalDbContext>().Users.SingleAsync(u => u.Id == userId);
        var principal = await scope.ServiceProvider.GetRequiredService<IUserClaimsPrincipalFactory<PortalUser>>().CreateAsync(user);
        var (signIn, _) = await Get<SignInStore>().BeginAsync(user, "Benchmark", null);
        principal.Identities.First().AddClaim(new Claim(PortalClaims.SignInId, signIn));
        var options = Get<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme);
        var now = Get<TimeProvider>().GetUtcNow();
        var ticket = new AuthenticationTicket(
            principal, new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = now.AddHours(1) }, IdentityConstants.ApplicationScheme);

        return $"{options.Cookie.Name}={options.TicketDataFormat.Protect(ticket)}";
    }

    // The program's own end, which lets go of the file, is not waited for; who comes next must find it free.
    public override async ValueTask DisposeAsync()
    {
        var held = Services.GetService<ServerLock>();
        await base.DisposeAsync();
        held?.Dispose();
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment(Environments.Production);
        builder.UseSetting("Logging:Console:LogLevel:Default", "None");

        foreach (var (key, value) in files.Settings)
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureServices(services => services.AddSingleton<IStartupFilter, NoPipeline>());
    }

    private sealed class NoPipeline : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => _ => { };
    }
}
