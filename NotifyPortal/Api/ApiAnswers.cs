using System.Globalization;
using Microsoft.OpenApi;
using NotifyPortal.Api.Idempotency;

namespace NotifyPortal.Api;

/// <summary>The answers that all operations of the API may give, whatever they do: said once, here.</summary>
internal static class ApiAnswers
{
    private const string Problem = "Problem";

    private const string ProblemJson = "application/problem+json";

    private static readonly Dictionary<int, string> Meanings = new()
    {
        [200] = "Done",
        [201] = "Sent",
        [202] = "Accepted",
        [204] = "Done",
        [400] = "Something is at fault; each field is named",
        [401] = "Neither a valid key nor a sign-in",
        [403] = "The scope is missing, or the request comes from another site",
        [404] = "There is none, or it is not yours",
        [409] = "It contradicts what is there, or the Idempotency-Key was used for another request",
        [410] = "Too late",
        [413] = "Too large",
        [415] = "Not what it must be: JSON in UTF-8, not compressed",
        [429] = "Too many requests this minute; see Retry-After",
        [503] = "The store cannot answer now; see Retry-After",
    };

    /// <summary>At the very end: what an operation reads is known only then.</summary>
    public static void Complete(OpenApiDocument document)
    {
        document.AddComponent(Problem, ProblemSchema());

        foreach (var (_, item) in document.Paths.Where(path => path.Key.StartsWith("/api/", StringComparison.Ordinal)))
        {
            foreach (var (method, operation) in item.Operations ?? [])
            {
                Complete(operation, method == HttpMethod.Post, document);
            }
        }

        document.Components!.Schemas!.Remove("ProblemDetails");
        document.Components.Schemas.Remove("HttpValidationProblemDetails");
    }

    private static void Complete(OpenApiOperation operation, bool isPost, OpenApiDocument document)
    {
        var asks = operation.Security is { Count: > 0 };
        var repeats = isPost && asks;
        operation.Responses ??= [];

        foreach (var status in new[] { 400, 403, 429, 503 }.Concat(asks ? [401] : []).Concat(isPost ? [409, 413] : []).Concat(operation.RequestBody is null ? [] : [413, 415]))
        {
            operation.Responses.TryAdd(status.ToString(CultureInfo.InvariantCulture), new OpenApiResponse());
        }

        foreach (var (status, answer) in operation.Responses.ToList())
        {
            Describe((OpenApiResponse)answer, int.Parse(status, CultureInfo.InvariantCulture), repeats, document);
        }

        if (repeats)
        {
            operation.Parameters = [.. operation.Parameters ?? [], new OpenApiParameter
            {
                Name = IdempotencyGate.Header,
                In = ParameterLocation.Header,
                Description = "Makes it safe to repeat for 24 hours",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = IdempotencyGate.MaxLength },
            }];
        }
    }

    private static OpenApiSchema ProblemSchema() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "What went wrong (RFC 9457)",
        Required = new HashSet<string>(StringComparer.Ordinal) { "title", "status", "traceId" },
        Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
        {
            ["type"] = Text("What kind of problem it is"),
            ["title"] = Text("The same in words"),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
            ["detail"] = Text("What happened this time"),
            ["traceId"] = Text("Under which the portal's log knows it"),
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "By field, as notification.title or [3].action",
                AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = Text(null) },
            },
        },
    };

    private static void Describe(OpenApiResponse answer, int status, bool repeats, OpenApiDocument document)
    {
        answer.Description = Meanings.GetValueOrDefault(status, answer.Description ?? "");

        if (status >= 400)
        {
            answer.Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                [ProblemJson] = new() { Schema = new OpenApiSchemaReference(Problem, document) },
            };
        }

        if (status is 429 or 503)
        {
            answer.Headers = Header("Retry-After", "Seconds");
        }
        else if (repeats && status < 300)
        {
            answer.Headers = Header(IdempotencyGate.ReplayedHeader, "true: this was answered before, and nothing was done again");
        }
    }

    private static Dictionary<string, IOpenApiHeader> Header(string name, string description) => new(StringComparer.Ordinal)
    {
        [name] = new OpenApiHeader { Description = description, Schema = Text(null) },
    };

    private static OpenApiSchema Text(string? description) => new() { Type = JsonSchemaType.String, Description = description };
}
