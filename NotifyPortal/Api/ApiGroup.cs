using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using NotifyPortal.Data;

namespace NotifyPortal.Api;

/// <summary>What all endpoints of the API have in common.</summary>
public static class ApiGroup
{
    internal const string RateLimit = "api";

    /// <summary>A resource of the API: <c>/api/v1/{resource}</c>. Give each endpoint its <see cref="RequireScope"/>.</summary>
    public static RouteGroupBuilder MapApi(this IEndpointRouteBuilder routes, string resource)
    {
        var group = routes.MapGroup($"/api/v1/{resource}");
        group.RequireRateLimiting(RateLimit)
            .WithMetadata(new RequestSizeLimitAttribute(JsonBody.MaxDrainedBytes))
            .WithTags(resource);

        return group;
    }

    /// <summary>Refuses callers that may not: 401 without any credential, 403 with too little.</summary>
    public static RouteHandlerBuilder RequireScope(this RouteHandlerBuilder endpoint, string scope)
    {
        endpoint.RequireAuthorization(policy => policy
            .AddAuthenticationSchemes(ApiAuthentication.SchemeName)
            .RequireAuthenticatedUser()
            .RequireAssertion(context => Caller.Of(context.User).May(scope)));

        return endpoint.WithMetadata(new RequiredScope(scope));
    }

    /// <summary>Takes a key with the scope, a sign-in, or just a browser; what comes with a key that does not do is refused.</summary>
    public static RouteHandlerBuilder RequireScopeOrBrowser(this RouteHandlerBuilder endpoint, string scope)
    {
        endpoint.RequireAuthorization(policy => policy
            .AddAuthenticationSchemes(ApiAuthentication.SchemeName)
            .RequireAssertion(context => Caller.Of(context.User) is { KeyId: not null } caller
                ? caller.May(scope)
                : context.Resource is HttpContext http && !ApiAuthentication.CarriesKey(http.Request)));

        return endpoint.RequireRateLimiting(RateLimit).WithMetadata(new RequiredScope(scope));
    }

    /// <summary>The answer to a bad request: every field at fault.</summary>
    public static ValidationProblem ToProblem(this InputErrors errors) => TypedResults.ValidationProblem(errors.ToDictionary());

    /// <summary>The number in an id, or null when no id of ours looks like that: then it is nobody's.</summary>
    public static long? ParseId(string id) =>
        long.TryParse(id, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
        && number.ToString(System.Globalization.CultureInfo.InvariantCulture) == id ? number : null;
}
