using System.Buffers;
using System.Text.Json;

namespace NotifyPortal.Live.Backplanes;

/// <summary>How signals travel: <c>["replica", ["user:7", "Created", [41, 42], "key"?], …]</c>. Ids only, never content.</summary>
internal static class SignalText
{
    /// <summary>As many payloads as it takes, none larger than <see cref="IBackplane.MaxPayload"/>.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Write(string replica, IEnumerable<Heard> signals)
    {
        var payload = Begin(replica);

        foreach (var signal in signals.Select(Write))
        {
            if (payload.WrittenCount + signal.Length + 2 > IBackplane.MaxPayload)
            {
                yield return End(payload);

                payload = Begin(replica);
            }

            payload.Write(","u8);
            payload.Write(signal.Span);
        }

        yield return End(payload);
    }

    /// <summary>What another replica has sent; nothing of one's own, nothing that is not to be understood.</summary>
    public static IReadOnlyList<Heard> Read(string replica, ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var json = JsonDocument.Parse(payload);
            var parts = json.RootElement.EnumerateArray().ToList();

            return parts.Count == 0 || parts[0].GetString() == replica ? [] : [.. parts.Skip(1).Select(ReadOne).OfType<Heard>()];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return [];
        }
    }

    private static ReadOnlyMemory<byte> Write(Heard heard)
    {
        var text = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(text);
        json.WriteStartArray();
        json.WriteStringValue(heard.Topic.Name);
        json.WriteStringValue(heard.Signal.Kind.ToString());
        json.WriteStartArray();

        foreach (var id in heard.Signal.Ids)
        {
            json.WriteNumberValue(id);
        }

        json.WriteEndArray();

        if (heard.Signal.Key is { } key)
        {
            json.WriteStringValue(key);
        }

        json.WriteEndArray();
        json.Flush();

        return text.WrittenMemory;
    }

    // One that a newer version has invented is passed over; those beside it are not.
    private static Heard? ReadOne(JsonElement signal)
    {
        var parts = signal.ValueKind == JsonValueKind.Array ? signal.EnumerateArray().ToList() : [];

        return parts is [{ ValueKind: JsonValueKind.String } topic, { ValueKind: JsonValueKind.String } kind, { ValueKind: JsonValueKind.Array } ids, ..]
            && Enum.TryParse<LiveEventKind>(kind.GetString(), out var known) && Enum.IsDefined(known)
            && ids.EnumerateArray().All(id => id.ValueKind == JsonValueKind.Number && id.TryGetInt64(out _))
                ? new Heard(new LiveTopic(topic.GetString()!), new LiveEvent(known, [.. ids.EnumerateArray().Select(id => id.GetInt64())], KeyIn(parts)))
                : null;
    }

    private static string? KeyIn(List<JsonElement> parts) => parts.Count > 3 && parts[3].ValueKind == JsonValueKind.String ? parts[3].GetString() : null;

    private static ArrayBufferWriter<byte> Begin(string replica)
    {
        var payload = new ArrayBufferWriter<byte>();
        payload.Write("["u8);
        payload.Write(JsonSerializer.SerializeToUtf8Bytes(replica));

        return payload;
    }

    private static ReadOnlyMemory<byte> End(ArrayBufferWriter<byte> payload)
    {
        payload.Write("]"u8);

        return payload.WrittenMemory;
    }
}
