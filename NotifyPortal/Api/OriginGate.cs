using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using NotifyPortal.Accounts;

namespace NotifyPortal.Api;

/// <summary>
/// Lets a browser's sign-in work from this portal's own pages only: a cookie goes along with requests that other sites make. A key is
/// sent by no browser on its own, so requests with a key are not asked where they come from.
/// </summary>
internal sealed class OriginGate(RequestDelegate next, IOptions<SecurityOptions> security, ILogger<OriginGate> logger)
{
    private static readonly PathString Hub = "/_blazor";
    private static readonly PathString Stream = "/notifications";
    private static readonly string[] Credentials = ["token", "key", "access_token"];

    public async Task InvokeAsync(HttpContext context)
    {
        var refusal = ProgramPaths.MatchApi(context.Request) ? await RefuseApiAsync(context)
            : context.Request.Path.StartsWithSegments(Hub, StringComparison.OrdinalIgnoreCase) ? await RefuseHubAsync(context)
            : null;

        await (refusal is null ? next(context) : refusal.ExecuteAsync(context));
    }

    private async Task<ProblemHttpResult?> RefuseApiAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";

        if (Credentials.Any(context.Request.Query.ContainsKey))
        {
            Log.CredentialInAddress(logger, context.Request.Path);

            return Problem(StatusCodes.Status400BadRequest, "A key belongs in the Authorization header, never in an address.");
        }

        var signedIn = await IsSignedInAsync(context);

        if (ApiAuthentication.CarriesKey(context.Request))
        {
            return signedIn ? Problem(StatusCodes.Status400BadRequest, "The request carries a key and a sign-in; which of them is meant?") : null;
        }

        // A browser session is a browser's, too, though nobody is signed in there.
        // Whoever asks for the stream without a session is about to be given one.
        var browser = signedIn || context.Request.Cookies.ContainsKey(security.Value.SessionCookie)
            || context.Request.Path.StartsWithSegments(Stream, StringComparison.OrdinalIgnoreCase);

        return browser && !IsOwn(context.Request, HttpMethods.IsGet(context.Request.Method)) ? Foreign(context) : null;
    }

    private async Task<ProblemHttpResult?> RefuseHubAsync(HttpContext context)
    {
        // The connection itself always names its origin; the script's own look-ups beneath it follow the general rule.
        var look = HttpMethods.IsGet(context.Request.Method)
            && context.Request.Path.StartsWithSegments(Hub, StringComparison.OrdinalIgnoreCase, out var beneath) && beneath.Value is { Length: > 1 };

        if (!IsOwn(context.Request, look))
        {
            return Foreign(context);
        }

        return await IsSignedInAsync(context) ? null : Problem(StatusCodes.Status401Unauthorized, "A sign-in is needed.");
    }

    private ProblemHttpResult Foreign(HttpContext context)
    {
        Log.ForeignOrigin(logger, context.Request.Path);

        return Problem(StatusCodes.Status403Forbidden, "The request comes from another origin.");
    }

    private static async Task<bool> IsSignedInAsync(HttpContext context) =>
        (await context.AuthenticateAsync(IdentityConstants.ApplicationScheme)).Succeeded;

    private static bool IsOwn(HttpRequest request, bool mayBeSilent)
    {
        var origin = request.Headers.Origin;
        var site = request.Headers["Sec-Fetch-Site"];

        if (origin.Count == 0 && site.Count == 0)
        {
            return mayBeSilent; // on plain http browsers send neither with a GET of the same origin
        }

        return (origin.Count == 0 || (origin.Count == 1 && string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)))
            && (site.Count == 0 || (site.Count == 1 && site[0] is "same-origin" or "none"));
    }

    private static ProblemHttpResult Problem(int status, string detail) => TypedResults.Problem(detail, statusCode: status);
}
