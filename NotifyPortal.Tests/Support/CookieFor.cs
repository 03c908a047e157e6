using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NotifyPortal.Accounts;

namespace NotifyPortal.Tests.Support;

/// <summary>The cookie of a signed-in browser, made by the portal's own scheme: what most tests need is the sign-in, not the form.</summary>
public static class CookieFor
{
    /// <summary>As the <c>Cookie</c> header carries it.</summary>
    public static async Task<string> UserAsync(PortalApp app, PortalUser user)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var principal = await scope.ServiceProvider.GetRequiredService<IUserClaimsPrincipalFactory<PortalUser>>().CreateAsync(user);
        var (signIn, _) = await app.Get<SignInStore>().BeginAsync(user, "Test", null);
        principal.Identities.First().AddClaim(new Claim(PortalClaims.SignInId, signIn));
        var options = app.Get<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme);
        var now = app.Clock.GetUtcNow();
        var ticket = new AuthenticationTicket(
            principal, new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = now.AddHours(1) }, IdentityConstants.ApplicationScheme);

        return $"{options.Cookie.Name}={options.TicketDataFormat.Protect(ticket)}";
    }
}
