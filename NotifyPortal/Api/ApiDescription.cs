using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace NotifyPortal.Api;

/// <summary>The API's description at <c>/openapi/v1.json</c>: what the framework cannot see by itself.</summary>
public static class ApiDescription
{
    /// <summary>The document's name, also that of its provider among the services.</summary>
    public const string Document = "v1";

    private const string Json = "application/json";

    internal static void Configure(OpenApiOptions options)
    {
        options.AddSchemaTransformer(ApiSchemas.CompleteAsync);
        options.AddOperationTransformer((operation, context, _) =>
        {
            if (context.Description.ActionDescriptor.EndpointMetadata.OfType<RequiredScope>().FirstOrDefault() is { } required)
            {
                operation.Description = $"Scope: {required.Scope}";
                operation.Security =
                [
                    new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("key", context.Document)] = [required.Scope] },
                    new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("signIn", context.Document)] = [] },
                ];
            }

            return Task.CompletedTask;
        });
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "NotifyPortal",
                Version = Document,
                Description = "Tell the portal what happened, send notifications, and read and change one's own inbox.",
            };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
            {
                ["key"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A key, np_…" },
                ["signIn"] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.ApiKey,
                    In = ParameterLocation.Cookie,
                    Name = "np",
                    Description = "A browser's sign-in, from the portal's own pages only; __Host-np where only https is allowed",
                },
            };
            ApiAnswers.Complete(document);

            return Task.CompletedTask;
        });
    }

    /// <summary>Describes the JSON an endpoint reads by itself.</summary>
    /// <param name="example">A request that does something useful; it stands in the documentation.</param>
    /// <param name="many">True where an array of them is read, too.</param>
    public static RouteHandlerBuilder Reads<T>(this RouteHandlerBuilder endpoint, string? example = null, bool many = false) =>
        endpoint.AddOpenApiOperationTransformer(async (operation, context, cancellationToken) =>
        {
            var one = await context.GetOrCreateSchemaAsync(typeof(T), null, cancellationToken);
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
                {
                    [Json] = new() { Schema = many ? OneOrMany(one) : one, Example = example is null ? null : JsonNode.Parse(example) },
                },
            };
        });

    /// <summary>Says that an array is answered where an array was sent.</summary>
    public static RouteHandlerBuilder AnswersMany(this RouteHandlerBuilder endpoint) => endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
    {
        foreach (var media in (operation.Responses ?? []).Where(response => response.Key[0] == '2').SelectMany(response => response.Value.Content?.Values ?? []))
        {
            media.Schema = OneOrMany(media.Schema!);
        }

        return Task.CompletedTask;
    });

    /// <summary>Describes the parameters an endpoint reads by itself.</summary>
    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder endpoint, params (string Name, string Description)[] parameters) =>
        endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.Parameters = [.. operation.Parameters ?? [], .. parameters.Select(p => new OpenApiParameter
            {
                Name = p.Name,
                In = ParameterLocation.Query,
                Description = p.Description,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            })];

            return Task.CompletedTask;
        });

    private static OpenApiSchema OneOrMany(IOpenApiSchema one) => new() { OneOf = [one, new OpenApiSchema { Type = JsonSchemaType.Array, Items = one }] };
}
