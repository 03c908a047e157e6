using System.Security.Claims;

namespace NotifyPortal.Accounts;

/// <summary>What the sign-in cookie says beside Identity's own claims.</summary>
public static class PortalClaims
{
    /// <summary>The id of the stored sign-in; without it a cookie is worth nothing.</summary>
    public const string SignInId = "np:sid";

    /// <summary>The name others see.</summary>
    public const string DisplayName = "np:name";

    /// <summary>The account's id, or null for a visitor.</summary>
    public static string? UserId(this ClaimsPrincipal user) => user.FindFirstValue(ClaimTypes.NameIdentifier);

    /// <summary>The stored sign-in's id, or null.</summary>
    public static string? CurrentSignIn(this ClaimsPrincipal user) => user.FindFirstValue(SignInId);
}
