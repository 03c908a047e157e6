using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace NotifyPortal.Tests.Support;

/// <summary>The API's description, and as much of JSON Schema as it uses. An object has the members that are described and no others.</summary>
public sealed class ApiDocument(JsonElement document)
{
    private readonly List<(Regex Path, JsonElement Item)> paths =
        [.. document.GetProperty("paths").EnumerateObject().OrderBy(p => p.Name.Contains('{', StringComparison.Ordinal))
            .Select(p => (new Regex($"^{Regex.Replace(p.Name, @"\{[^}]+\}", "[^/]+")}$", RegexOptions.IgnoreCase), p.Value))];

    /// <summary>All operations, as <c>GET /api/v1/inbox</c>.</summary>
    public IEnumerable<(string Name, JsonElement Operation)> Operations =>
        from path in document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select ($"{operation.Name.ToUpperInvariant()} {path.Name}", operation.Value);

    /// <summary>Null: there is no such operation.</summary>
    public JsonElement? Find(string method, string path) =>
        paths.Where(p => p.Path.IsMatch(path.TrimEnd('/')) && p.Item.TryGetProperty(method.ToLowerInvariant(), out _))
            .Select(p => (JsonElement?)p.Item.GetProperty(method.ToLowerInvariant())).FirstOrDefault();

    /// <summary>What is not as the operation says of its answers.</summary>
    public IReadOnlyList<string> FaultsOf(JsonElement operation, int status, string? type, string body)
    {
        if (!operation.GetProperty("responses").TryGetProperty(status.ToString(CultureInfo.InvariantCulture), out var response))
        {
            return ["the status"];
        }

        if (!response.TryGetProperty("content", out _))
        {
            return body is "" ? [] : [$"a body: {body}"];
        }

        return body is "" ? ["no body"] : FaultsOf(response, type ?? "", JsonElement.Parse(body));
    }

    /// <summary>What is not as the schema for this type of content says.</summary>
    public IReadOnlyList<string> FaultsOf(JsonElement described, string type, JsonElement body) =>
        described.GetProperty("content").TryGetProperty(type, out var media) || described.GetProperty("content").TryGetProperty("*/*", out media)
            ? [.. Faults(body, media.GetProperty("schema"), "")]
            : [$"the type {type}"];

    private IEnumerable<string> Faults(JsonElement value, JsonElement schema, string path)
    {
        schema = Resolve(schema);

        if (schema.TryGetProperty("oneOf", out var choices))
        {
            var tries = choices.EnumerateArray().Select(choice => Faults(value, choice, path).ToList()).ToList();

            return tries.Count(faults => faults.Count == 0) == 1 ? [] : tries.OrderBy(faults => faults.Count).First().DefaultIfEmpty($"{path} is more than one");
        }

        return [.. TypeFaults(value, schema, path), .. ObjectFaults(value, schema, path), .. ArrayFaults(value, schema, path)];
    }

    private static IEnumerable<string> TypeFaults(JsonElement value, JsonElement schema, string path)
    {
        if (schema.TryGetProperty("type", out var type) && !(type.ValueKind == JsonValueKind.Array ? type.EnumerateArray() : new[] { type }.AsEnumerable()).Any(t => Is(value, t.GetString()!)))
        {
            yield return $"{path} is {value.ValueKind} and not {type}";
        }

        if (schema.TryGetProperty("enum", out var values) && !values.EnumerateArray().Any(v => JsonElement.DeepEquals(v, value)))
        {
            yield return $"{path} is {value}";
        }

        if (schema.TryGetProperty("maxLength", out var most) && value.ValueKind == JsonValueKind.String && value.GetString()!.EnumerateRunes().Count() > most.GetInt32())
        {
            yield return $"{path} is too long";
        }
    }

    private static bool Is(JsonElement value, string type) => type switch
    {
        "null" => value.ValueKind == JsonValueKind.Null,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        "array" => value.ValueKind == JsonValueKind.Array,
        _ => value.ValueKind == JsonValueKind.Object,
    };

    private IEnumerable<string> ObjectFaults(JsonElement value, JsonElement schema, string path)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        var members = schema.TryGetProperty("properties", out var properties) ? properties : default;
        var rest = schema.TryGetProperty("additionalProperties", out var additional) ? additional : default;
        var missing = schema.TryGetProperty("required", out var required)
            ? required.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)).Select(name => $"{path}.{name} is missing")
            : [];

        return missing.Concat(value.EnumerateObject().SelectMany(member =>
            members.ValueKind == JsonValueKind.Object && members.TryGetProperty(member.Name, out var its) ? Faults(member.Value, its, $"{path}.{member.Name}")
            : rest.ValueKind == JsonValueKind.Object ? Faults(member.Value, rest, $"{path}.{member.Name}")
            : members.ValueKind == JsonValueKind.Object && rest.ValueKind != JsonValueKind.True ? [$"{path}.{member.Name} is unknown"]
            : []));
    }

    private IEnumerable<string> ArrayFaults(JsonElement value, JsonElement schema, string path) =>
        value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items)
            ? value.EnumerateArray().SelectMany((item, i) => Faults(item, items, $"{path}[{i}]"))
            : [];

    private JsonElement Resolve(JsonElement schema)
    {
        while (schema.TryGetProperty("$ref", out var reference))
        {
            schema = reference.GetString()!.Split('/').Skip(1).Aggregate(document, (json, name) => json.GetProperty(name));
        }

        return schema;
    }
}
