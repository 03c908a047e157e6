using System.Text.Json;

namespace NotifyPortal.Sources.GitHub;

/// <summary>A part of a delivery. What is missing, null or of another kind than expected reads as nothing: GitHub's payloads differ by event, age and server.</summary>
internal readonly record struct Payload(JsonElement Json)
{
    public Payload this[string name] => Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty(name, out var value) ? new(value) : default;

    public bool Exists => Json.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>A string that is not blank, or null.</summary>
    public string? Text => Json.ValueKind == JsonValueKind.String && Json.GetString() is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

    /// <summary>A number as it was written, or null.</summary>
    public string? Number => Json.ValueKind == JsonValueKind.Number ? Json.GetRawText() : null;

    public bool IsTrue => Json.ValueKind == JsonValueKind.True;

    public IEnumerable<Payload> Items => Json.ValueKind == JsonValueKind.Array ? Json.EnumerateArray().Select(item => new Payload(item)) : [];

    public string? Login => this["login"].Text;

    /// <summary>Of a whole delivery: what was done.</summary>
    public string Action => this["action"].Text ?? "";

    /// <summary>Of a whole delivery: whose doing it is.</summary>
    public string? Sender => this["sender"].Login;

    /// <summary>Of a whole delivery: its repository as <c>owner/name</c>.</summary>
    public string? Repository => this["repository"]["full_name"].Text;

    /// <summary>Of a whole delivery: whose repository it is.</summary>
    public string? Owner => this["repository"]["owner"].Login;

    /// <summary>Of an issue or pull request: who wrote it and who works on it.</summary>
    public IEnumerable<string?> People => this["assignees"].Items.Select(a => a.Login).Prepend(this["user"].Login);
}
