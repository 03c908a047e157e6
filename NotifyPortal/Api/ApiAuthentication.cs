using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace NotifyPortal.Api;

/// <summary>Who calls the API: the key in the <c>Authorization</c> header, else the browser's sign-in. Refusals are problem details, never redirects.</summary>
public sealed class ApiAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiKeys keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Api";

    /// <summary>True when the request means to be a key's; other schemes are a proxy's business.</summary>
    internal static bool CarriesKey(HttpRequest request) =>
        request.Headers.Authorization.Any(h => h?.StartsWith("Bearer", StringComparison.OrdinalIgnoreCase) == true);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!CarriesKey(Request))
        {
            var signIn = await Context.AuthenticateAsync(IdentityConstants.ApplicationScheme);

            return signIn.Succeeded ? Success(signIn.Principal) : AuthenticateResult.NoResult();
        }

        var given = Request.Headers.Authorization is [{ } header] && header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header[7..] : "";

        return await keys.VerifyAsync(given, Context.RequestAborted) is { } key
            ? Success(Caller.Principal(key, Scheme.Name))
            : AuthenticateResult.Fail("The key is not valid.");
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var bad = CarriesKey(Request);
        Response.Headers.WWWAuthenticate = bad ? "Bearer realm=\"NotifyPortal\", error=\"invalid_token\"" : "Bearer realm=\"NotifyPortal\"";

        return TypedResults.Problem(bad ? "The key is not valid." : "A key or a sign-in is needed.", statusCode: StatusCodes.Status401Unauthorized).ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var scope = Context.GetEndpoint()?.Metadata.GetMetadata<RequiredScope>()?.Scope;
        Response.Headers.WWWAuthenticate = $"Bearer realm=\"NotifyPortal\", error=\"insufficient_scope\", scope=\"{scope}\"";

        return TypedResults.Problem($"This needs the scope {scope}.", statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(Context);
    }

    private AuthenticateResult Success(System.Security.Claims.ClaimsPrincipal principal) =>
        AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme.Name));
}
