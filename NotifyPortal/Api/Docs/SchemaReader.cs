using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotifyPortal.Api.Docs;

/// <summary>Reads schemas as a table of members.</summary>
internal sealed class SchemaReader(JsonElement document)
{
    private const int Deepest = 4;

    /// <summary>The members of an object, of an array's objects, and of what is within them.</summary>
    public List<DocumentedMember> Members(JsonElement schema, string path = "", int depth = 0)
    {
        var members = new List<DocumentedMember>();
        var (bare, suffix) = Unwrap(schema);

        if (depth == Deepest || !bare.TryGetProperty("properties", out var properties))
        {
            return members;
        }

        var required = bare.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(n => n.GetString()).ToHashSet() : [];
        var prefix = path is "" ? suffix is "" ? "" : $"{suffix}." : $"{path}{suffix}.";

        foreach (var property in properties.EnumerateObject())
        {
            members.Add(new DocumentedMember($"{prefix}{property.Name}", Name(property.Value), required.Contains(property.Name), DescriptionOf(property.Value)));
            members.AddRange(Members(property.Value, $"{prefix}{property.Name}", depth + 1));
        }

        return members;
    }

    /// <summary>A type's name in words.</summary>
    public string Name(JsonElement schema)
    {
        schema = Resolve(schema);

        if (schema.TryGetProperty("oneOf", out var choices))
        {
            return string.Join(" or ", choices.EnumerateArray().Select(Name).OrderBy(name => name == "null"));
        }

        if (schema.TryGetProperty("enum", out var values))
        {
            return string.Join(" | ", values.EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Null ? "null" : v.GetString()));
        }

        var types = !schema.TryGetProperty("type", out var type) ? ["any"]
            : type.ValueKind == JsonValueKind.String ? [type.GetString()!]
            : type.EnumerateArray().Select(t => t.GetString()!).OrderBy(t => t == "null").ToArray();
        var text = string.Join(" or ", types.Select(t => t == "array" && schema.TryGetProperty("items", out var items) ? $"array of {Name(items)}" : t));
        var format = schema.TryGetProperty("format", out var f) && f.GetString() == "date-time" ? ", a time" : "";

        return schema.TryGetProperty("maxLength", out var most) ? $"{text}, at most {most}" : $"{text}{format}";
    }

    /// <summary>A body that shows the required members, for calls that have no example of their own.</summary>
    public string Sample(JsonElement schema)
    {
        var sample = new JsonObject();
        var (bare, _) = Unwrap(schema);
        var required = bare.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(n => n.GetString()!) : [];

        foreach (var name in required)
        {
            sample[name] = "…";
        }

        return sample.ToJsonString();
    }

    private static string DescriptionOf(JsonElement schema) => schema.TryGetProperty("description", out var text) ? text.GetString()! : "";

    // Of several choices the one that has members; of an array what is in it.
    private (JsonElement Schema, string Suffix) Unwrap(JsonElement schema)
    {
        schema = Resolve(schema);

        if (schema.TryGetProperty("oneOf", out var choices))
        {
            return choices.EnumerateArray().Select(Unwrap).FirstOrDefault(choice => choice.Schema.TryGetProperty("properties", out _), (Schema: schema, Suffix: ""));
        }

        if (schema.TryGetProperty("items", out var items))
        {
            var (bare, suffix) = Unwrap(items);

            return (bare, $"[]{suffix}");
        }

        return (schema, "");
    }

    private JsonElement Resolve(JsonElement schema)
    {
        while (schema.TryGetProperty("$ref", out var reference))
        {
            schema = reference.GetString()!.Split('/').Skip(1).Aggregate(document, (json, name) => json.GetProperty(name));
        }

        return schema;
    }
}
