using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using NotifyPortal.Api;

namespace NotifyPortal.Sources.GitHub;

/// <summary>
/// <c>/hooks/github</c>: GitHub says what happened. The signature is the only credential, and no browser can make one, so neither the
/// origin of the request nor a cookie means anything here.
/// </summary>
internal static class GitHubHook
{
    private const int MaxDepth = 32;
    private const int MaxHeaderLength = 100;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/hooks/github", ReceiveAsync)
        .WithMetadata(new RequestSizeLimitAttribute(JsonBody.MaxDrainedBytes))
        .WithTags("hooks")
        .WithSummary("A webhook delivery of GitHub, signed with the shared secret; who it concerns and is linked with their login is notified")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status401Unauthorized)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);

    private static async Task<Results<Accepted, ProblemHttpResult>> ReceiveAsync(
        HttpRequest request, IOptions<GitHubOptions> options, GitHubDeliveries deliveries, ILogger<GitHubDeliveries> logger)
    {
        if (options.Value.Secret is not { Length: > 0 } secret)
        {
            return Problem(StatusCodes.Status404NotFound, null);
        }

        // Nothing is read for a stranger who does not even claim to have signed it.
        var signature = Signature.Read(request);
        var body = signature is null ? default : await JsonBody.ReadAsync(request, "1 MB", request.HttpContext.RequestAborted);

        if (signature?.Fits(secret, body.Span) != true)
        {
            Log.SignatureRefused(logger);

            return Problem(StatusCodes.Status401Unauthorized, "X-Hub-Signature-256 is missing or does not fit.");
        }

        JsonBody.RequireJson(request);

        if (Header(request, "X-GitHub-Event") is not { } name || Header(request, "X-GitHub-Delivery") is not { } id)
        {
            return Problem(StatusCodes.Status400BadRequest, "X-GitHub-Event and X-GitHub-Delivery are needed.");
        }

        await deliveries.TakeAsync(name, id, new Payload(JsonBody.Parse(body, MaxDepth)));

        return TypedResults.Accepted((string?)null);
    }

    private static string? Header(HttpRequest request, string name) =>
        request.Headers[name] is [{ Length: > 0 and <= MaxHeaderLength } value] ? value : null;

    private static ProblemHttpResult Problem(int status, string? detail) => TypedResults.Problem(detail, statusCode: status);
}
