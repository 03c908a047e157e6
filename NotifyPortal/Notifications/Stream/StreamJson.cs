using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace NotifyPortal.Notifications.Stream;

/// <summary>The JSON of the stream's events: each one line, everything in it escaped.</summary>
internal static class StreamJson
{
    // What the envelope says is said there alone.
    private static readonly HashSet<string> Named = new(StringComparer.Ordinal)
    {
        "id", "type", "mode", "created_at", "payload", "group", "updated",
        "title", "text", "message", "icon", "link", "severity", "action", "notification_type", "actor",
    };

    /// <summary>What a notification is called on the wire.</summary>
    public static string IdOf(NotificationView view) => view.Mode == NotificationMode.Ephemeral ? EphemeralNotifications.WireId(view.Id) : Text(view.Id);

    /// <summary>The members of a notification but its id, which differs from stream to stream, and whether it is updated: in braces.</summary>
    public static byte[] Content(NotificationView view) => Write(json =>
    {
        json.WriteString("type", view.EventName);
        json.WriteString("mode", JsonNamingPolicy.CamelCase.ConvertName(view.Mode.ToString()));
        WriteSeconds(json, Microseconds(view.UpdatedAt));
        json.WriteStartObject("payload");
        WritePayload(json, view);
        json.WriteEndObject();

        if (view.Group is not null)
        {
            json.WriteString("group", view.Group);
        }
    });

    public static byte[] Dismissed(long id, DateTimeOffset at) => Control("dismissed", Text(id), Microseconds(at), "notification_id", Text(id));

    public static byte[] Disconnecting(string reason, DateTimeOffset at) =>
        Control("disconnecting", "disconnecting", Microseconds(at), "reason", reason);

    public static byte[] State(IEnumerable<long> ids, DateTimeOffset? seenAt, DateTimeOffset? dismissedAt) => Write(json =>
    {
        json.WriteStartArray("ids");

        foreach (var id in ids)
        {
            json.WriteStringValue(Text(id));
        }

        json.WriteEndArray();
        WriteTime(json, "seenAt", seenAt);
        WriteTime(json, "dismissedAt", dismissedAt);
    });

    public static byte[] Unread(int count) => Write(json => json.WriteNumber("count", count));

    public static byte[] Module(string key, bool enabled) => Write(json =>
    {
        json.WriteString("key", key);
        json.WriteBoolean("enabled", enabled);
    });

    public static long Microseconds(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    private static byte[] Control(string type, string id, long at, string name, string value) => Write(json =>
    {
        json.WriteString("type", type);
        json.WriteString("id", id);
        json.WriteString("mode", "timeseries");
        WriteSeconds(json, at);
        json.WriteStartObject("payload");
        json.WriteString(name, value);
        json.WriteEndObject();
    });

    // A decimal keeps its six places.
    private static void WriteSeconds(Utf8JsonWriter json, long microseconds) => json.WriteNumber("created_at", microseconds * 0.000001m);

    private static void WritePayload(Utf8JsonWriter json, NotificationView view)
    {
        if (view.Metadata is not null)
        {
            using var metadata = JsonDocument.Parse(view.Metadata);

            foreach (var member in metadata.RootElement.EnumerateObject().Where(member => !Named.Contains(member.Name)))
            {
                member.WriteTo(json);
            }
        }

        json.WriteString("title", view.Title);
        json.WriteString("text", view.Text);
        json.WriteString("message", view.Text);
        json.WriteString("icon", view.Icon);
        json.WriteString("link", view.Link);
        json.WriteString("severity", JsonNamingPolicy.CamelCase.ConvertName(view.Severity.ToString()));
        json.WriteString("action", view.Action);
        json.WriteString("notification_type", view.Type);

        if (view.Actor is null)
        {
            json.WriteNull("actor");
        }
        else
        {
            json.WriteStartObject("actor");
            json.WriteString("id", view.Actor.Id);
            json.WriteString("name", view.Actor.Display);
            json.WriteEndObject();
        }
    }

    private static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } known)
        {
            json.WriteString(name, known.UtcDateTime);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static byte[] Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(512);

        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
