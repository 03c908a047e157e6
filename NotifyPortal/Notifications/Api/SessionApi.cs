using Microsoft.AspNetCore.Http.HttpResults;
using NotifyPortal.Api;

namespace NotifyPortal.Notifications.Api;

/// <summary><c>/api/v1/session</c>: the caller's browser as a recipient.</summary>
internal static class SessionApi
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapApi("session")
        .MapGet("", Find).AllowAnonymous().WithSummary("This browser's public session id; a browser without one is given one");

    private static Ok<SessionDto> Find(HttpContext context, BrowserSession sessions) => TypedResults.Ok(new SessionDto(sessions.Ensure(context)));
}

/// <summary>A browser session.</summary>
/// <param name="Id">Public: others send to it, and it gives no access.</param>
public sealed record SessionDto(string Id);
