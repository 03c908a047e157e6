using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace NotifyPortal.Api.Docs;

/// <summary>The API's description, read for people.</summary>
public sealed class ApiReference([FromKeyedServices(ApiDescription.Document)] IOpenApiDocumentProvider provider)
{
    private static readonly string[] Order = ["get", "post", "put", "patch", "delete"];

    private volatile IReadOnlyList<DocumentedOperation>? read;

    /// <summary>All operations, by their paths.</summary>
    public async Task<IReadOnlyList<DocumentedOperation>> ListAsync(CancellationToken cancellationToken) => read ??= Read(await DocumentAsync(cancellationToken));

    private async Task<JsonElement> DocumentAsync(CancellationToken cancellationToken)
    {
        var document = await provider.GetOpenApiDocumentAsync(cancellationToken);

        return JsonElement.Parse(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, cancellationToken));
    }

    private static List<DocumentedOperation> Read(JsonElement document) =>
        [.. from path in document.GetProperty("paths").EnumerateObject()
            from operation in path.Value.EnumerateObject()
            where Order.Contains(operation.Name)
            orderby path.Name.StartsWith("/api/", StringComparison.Ordinal) descending
            select Read(document, path.Name, operation.Name, operation.Value)];

    private static DocumentedOperation Read(JsonElement document, string path, string method, JsonElement json)
    {
        var schemas = new SchemaReader(document);
        var media = Find(json, "requestBody", "content") is { } content ? content.EnumerateObject().First() : (JsonProperty?)null;
        var example = media is { } body ? Find(body.Value, "example")?.ToString() ?? schemas.Sample(body.Value.GetProperty("schema")) : null;

        return new DocumentedOperation(method.ToUpperInvariant(), path, Text(json, "summary"), Text(json, "description"), json.GetProperty("tags")[0].GetString()!)
        {
            Parameters = [.. Find(json, "parameters")?.EnumerateArray().Select(p => new DocumentedMember(
                Text(p, "name"), $"{Text(p, "in")}, {schemas.Name(p.GetProperty("schema"))}", p.TryGetProperty("required", out var required) && required.GetBoolean(), Text(p, "description"))) ?? []],
            Request = media is { } given ? schemas.Members(given.Value.GetProperty("schema")) : [],
            Responses = [.. json.GetProperty("responses").EnumerateObject().Select(response => new DocumentedAnswer(
                int.Parse(response.Name, CultureInfo.InvariantCulture), Text(response.Value, "description"),
                response.Name[0] == '2' && Find(response.Value, "content") is { } answer ? schemas.Members(answer.EnumerateObject().First().Value.GetProperty("schema")) : []))],
            Curl = Curl(method, path, Find(json, "security") is not null, media?.Name, example),
        };
    }

    private static string Curl(string method, string path, bool asks, string? type, string? body)
    {
        var line = $"curl {(method == "get" ? "" : $"-X {method.ToUpperInvariant()} ")}\"$PORTAL{path}\"{(asks ? " -H \"Authorization: Bearer $KEY\"" : "")}";

        return type is null ? line : $"{line} \\\n  -H \"Content-Type: {type}\" -d '{body?.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }

    private static JsonElement? Find(JsonElement json, params string[] names)
    {
        foreach (var name in names)
        {
            if (!json.TryGetProperty(name, out json))
            {
                return null;
            }
        }

        return json;
    }

    private static string Text(JsonElement json, string name) => Find(json, name)?.GetString() ?? "";
}
