using System.Data.Common;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace NotifyPortal.Accounts;

/// <summary>
/// Every request's cookie is checked against its stored sign-in. This takes the place of Identity's security stamp, which only looks
/// every half hour and can end nothing but everything.
/// </summary>
internal sealed class SignInEvents(SignInStore signIns, ILogger<SignInEvents> logger) : CookieAuthenticationEvents
{
    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        var cancellationToken = context.HttpContext.RequestAborted;
        var principal = context.Principal!;
        var state = principal.CurrentSignIn() is { } id ? await signIns.FindAsync(id, cancellationToken: cancellationToken) : null;

        if (state is null || state.UserId != principal.UserId())
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(context.Scheme.Name);

            return;
        }

        var current = state.Apply(principal);

        if (!ReferenceEquals(current, principal))
        {
            context.ReplacePrincipal(current);
            context.ShouldRenew = true;
        }

        await SeenAsync(state, cancellationToken);
    }

    public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context) => Answer(context, StatusCodes.Status401Unauthorized);

    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context) => Answer(context, StatusCodes.Status403Forbidden);

    private async Task SeenAsync(SignInState state, CancellationToken cancellationToken)
    {
        try
        {
            await signIns.SeenAsync(state, cancellationToken);
        }
        catch (DbException e) // a store that takes no writes is no reason to turn readers away
        {
            Log.SeenNotStored(logger, e);
        }
    }

    private static Task Answer(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        if (IsForPrograms(context.Request))
        {
            context.Response.StatusCode = status;
        }
        else
        {
            // Without scheme and host: those come from a header the client wrote.
            context.Response.Redirect(new Uri(context.RedirectUri).PathAndQuery);
        }

        return Task.CompletedTask;
    }

    /// <summary>A program cannot fill in a form: it gets a status instead of the way to one.</summary>
    private static bool IsForPrograms(HttpRequest request) =>
        IsUnder(request, "/api") || IsUnder(request, "/hooks") || IsUnder(request, "/notifications/stream") || IsUnder(request, "/_blazor")
        || (IsUnder(request, "/notifications") && !HttpMethods.IsGet(request.Method));

    private static bool IsUnder(HttpRequest request, string path) => request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase);
}
