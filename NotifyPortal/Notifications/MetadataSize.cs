using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotifyPortal.Notifications;

/// <summary>How long JSON is as UTF-8 with nothing escaped that need not be: the same for every script, whatever a serializer makes of it.</summary>
internal static class MetadataSize
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>The size in bytes.</summary>
    /// <exception cref="ArgumentException">A name or value holds half a surrogate pair.</exception>
    /// <exception cref="InvalidOperationException">The same, written as an escape.</exception>
    public static int Of(JsonNode? json) => json switch
    {
        null => "null".Length,
        JsonObject members => Enclosed(members.Count, members.Sum(m => Of(m.Key) + ":".Length + Of(m.Value))),
        JsonArray items => Enclosed(items.Count, items.Sum(Of)),
        _ when json.GetValueKind() == JsonValueKind.String => Of(json.GetValue<string>()),
        _ => json.ToJsonString().Length,
    };

    private static int Enclosed(int count, int content) => "[]".Length + Math.Max(0, count - 1) + content;

    private static int Of(string text) => "\"\"".Length + Strict.GetByteCount(text) + text.Sum(Escape);

    private static int Escape(char c) => c switch
    {
        '"' or '\\' or '\b' or '\f' or '\n' or '\r' or '\t' => "\\".Length,
        < ' ' => "\\u0000".Length - 1,
        _ => 0,
    };
}
