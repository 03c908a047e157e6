using System.Security.Claims;
using NotifyPortal.Accounts;

namespace NotifyPortal.Api;

/// <summary>Who calls: a key, or somebody's browser.</summary>
/// <param name="UserId">The account acted as; null for a key without one.</param>
/// <param name="KeyName">Null for a browser.</param>
/// <param name="Admin">An admin's browser, or a key with the scope.</param>
public sealed record Caller(string? UserId, string? KeyId, string? KeyName, IReadOnlyList<string> Scopes, bool Admin)
{
    private const string KeyIdClaim = "np:key";
    private const string KeyNameClaim = "np:key-name";
    private const string ScopeClaim = "np:scope";

    /// <summary>Browsers may do what their user may: the own inbox, and everything for an admin.</summary>
    public bool May(string scope) => KeyId is not null ? Scopes.Contains(scope) : Admin || Api.Scopes.ActsAsUser(scope);

    public static Caller Of(ClaimsPrincipal user)
    {
        var key = user.FindFirstValue(KeyIdClaim);
        IReadOnlyList<string> scopes = [.. user.FindAll(ScopeClaim).Select(c => c.Value)];

        return new Caller(
            user.FindFirstValue(ClaimTypes.NameIdentifier), key, user.FindFirstValue(KeyNameClaim), scopes,
            key is null ? user.IsInRole(Roles.Admin) : scopes.Contains(Api.Scopes.Admin));
    }

    /// <summary>Hands endpoints their caller.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context) => ValueTask.FromResult<Caller?>(Of(context.User));

    internal static ClaimsPrincipal Principal(KnownKey key, string scheme)
    {
        var claims = key.Scopes.Select(scope => new Claim(ScopeClaim, scope)).Append(new Claim(KeyIdClaim, key.Id)).Append(new Claim(KeyNameClaim, key.Name));

        return new ClaimsPrincipal(new ClaimsIdentity(
            key.UserId is null ? claims : claims.Append(new Claim(ClaimTypes.NameIdentifier, key.UserId)), scheme));
    }
}
