using System.Security.Claims;

namespace NotifyPortal.Accounts;

/// <summary>A sign-in that is good now, and who its user is now: a cookie only remembers who they were.</summary>
public sealed record SignInState(
    string Id, string UserId, string DisplayName, string Email, IReadOnlyList<string> Roles, DateTimeOffset LastSeenAt)
{
    /// <summary>The principal with the name, address and roles of now; the same instance when it says so already.</summary>
    public ClaimsPrincipal Apply(ClaimsPrincipal principal)
    {
        if (principal.Identity is not ClaimsIdentity old || IsCurrent(principal))
        {
            return principal;
        }

        var kept = old.Claims.Where(c => c.Type is not (PortalClaims.DisplayName or ClaimTypes.Name or ClaimTypes.Email or ClaimTypes.Role));
        var identity = new ClaimsIdentity(kept, old.AuthenticationType, PortalClaims.DisplayName, old.RoleClaimType);
        identity.AddClaim(new Claim(PortalClaims.DisplayName, DisplayName));
        identity.AddClaim(new Claim(ClaimTypes.Name, Email));
        identity.AddClaim(new Claim(ClaimTypes.Email, Email));
        identity.AddClaims(Roles.Select(role => new Claim(ClaimTypes.Role, role)));

        return new ClaimsPrincipal(identity);
    }

    private bool IsCurrent(ClaimsPrincipal principal) =>
        principal.Identity!.Name == DisplayName
        && principal.FindFirstValue(ClaimTypes.Email) == Email
        && principal.FindFirstValue(ClaimTypes.Name) == Email
        && principal.FindAll(ClaimTypes.Role).Select(c => c.Value).ToHashSet(StringComparer.Ordinal).SetEquals(Roles);
}
