using System.Text.Json;
using System.Text.Json.Nodes;
using NotifyPortal.Data;

namespace NotifyPortal.Api;

/// <summary>Reads a JSON object member by member and notes everything at fault, so that all of it can be said at once. Nothing is coerced.</summary>
public sealed class JsonFields
{
    private readonly HashSet<string> known = new(StringComparer.Ordinal);
    private readonly JsonElement json;

    private readonly bool open;

    private JsonFields(JsonElement json, string prefix, InputErrors errors, bool open)
    {
        this.json = json;
        this.open = open;
        Prefix = prefix;
        Errors = errors;
    }

    /// <summary>Stands before a member's name in errors: <c>""</c>, <c>[3].</c>, <c>notification.</c></summary>
    public string Prefix { get; }

    public InputErrors Errors { get; }

    /// <summary>Null, with the error noted, when the value is no object.</summary>
    /// <param name="open">True where members that nobody asks for are none of our business.</param>
    public static JsonFields? Of(JsonElement value, string path, InputErrors errors, bool open = false)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            errors.Add(path, "must be an object");

            return null;
        }

        return new JsonFields(value, path is "" ? "" : $"{path}.", errors, open);
    }

    /// <summary>The member's value, or null when it is absent or null.</summary>
    public JsonElement? Value(string name)
    {
        known.Add(name);

        return json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    public string? Text(string name) => Value(name) is { } value && Is(value, JsonValueKind.String, name, "must be a string") ? value.GetString() : null;

    public bool? Flag(string name)
    {
        if (Value(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        Errors.Add(Prefix + name, "must be true or false");

        return null;
    }

    /// <summary>A whole number between these.</summary>
    public int? Whole(string name, int least, int most)
    {
        if (Value(name) is not { } value)
        {
            return null;
        }

        // 1.0 and 1e1 are numbers, too, but nobody means them.
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most)
        {
            return number;
        }

        Errors.Add(Prefix + name, $"must be a whole number from {least} to {most}");

        return null;
    }

    public JsonFields? Nested(string name) => Value(name) is { } value ? Of(value, Prefix + name, Errors, open) : null;

    /// <summary>Free JSON, as it was sent.</summary>
    public JsonObject? Free(string name) =>
        Value(name) is { } value && Is(value, JsonValueKind.Object, name, "must be an object") ? JsonObject.Create(value) : null;

    public IReadOnlyList<JsonFields>? Objects(string name) =>
        Items(name)?.Select((item, i) => Of(item, $"{Prefix}{name}[{i}]", Errors, open)).OfType<JsonFields>().ToList();

    /// <summary>A list of texts none of which is blank; null, too, when one is at fault.</summary>
    public IReadOnlyList<string>? Texts(string name, int most, int length)
    {
        if (Items(name) is not { } items)
        {
            return null;
        }

        if (items.Count > most)
        {
            Errors.Add(Prefix + name, $"must be at most {most}");

            return null;
        }

        var faults = items.Select((item, i) => (Field: $"{Prefix}{name}[{i}]", Fault: FaultOf(item, length))).Where(f => f.Fault is not null).ToList();
        faults.ForEach(f => Errors.Add(f.Field, f.Fault!));

        return faults.Count > 0 ? null : [.. items.Select(i => i.GetString()!)];
    }

    public DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (!IsoTime.TryParse(text, out var time))
        {
            Errors.Add(Prefix + name, "must be a time as 2026-03-10T12:00:00Z");
        }

        return time;
    }

    /// <summary>One of the enum's names in camel case.</summary>
    public T? OneOf<T>(string name)
        where T : struct, Enum
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        var value = Enum.GetValues<T>().Cast<T?>().FirstOrDefault(v => NameOf(v!.Value) == text);

        if (value is null)
        {
            Errors.Add(Prefix + name, $"must be one of {string.Join(", ", Enum.GetValues<T>().Select(NameOf))}");
        }

        return value;
    }

    /// <summary>Refuses members that are described but not there yet.</summary>
    public void Later(params IEnumerable<string> names)
    {
        foreach (var name in names.Where(name => Value(name) is not null))
        {
            Errors.Add(Prefix + name, "is not available yet, it comes later");
        }
    }

    /// <summary>Call it last: notes every member that nobody asked for.</summary>
    public void Close()
    {
        foreach (var member in json.EnumerateObject().Where(member => !open && !known.Contains(member.Name)))
        {
            Errors.Add(Prefix + member.Name, "is unknown");
        }
    }

    private static string? FaultOf(JsonElement item, int length) =>
        item.ValueKind != JsonValueKind.String || string.IsNullOrWhiteSpace(item.GetString()) ? "must be a string that is not blank"
        : PlainText.Length(item.GetString()!) > length ? $"must be at most {length} characters"
        : null;

    private List<JsonElement>? Items(string name) =>
        Value(name) is { } value && Is(value, JsonValueKind.Array, name, "must be an array") ? [.. value.EnumerateArray()] : null;

    private bool Is(JsonElement value, JsonValueKind kind, string name, string complaint)
    {
        if (value.ValueKind != kind)
        {
            Errors.Add(Prefix + name, complaint);
        }

        return value.ValueKind == kind;
    }

    private static string NameOf<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
