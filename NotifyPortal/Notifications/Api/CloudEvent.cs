using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using NotifyPortal.Activities;
using NotifyPortal.Api;
using NotifyPortal.Data;

namespace NotifyPortal.Notifications.Api;

/// <summary>An event of CloudEvents 1.0, read as the activity it reports: <c>type</c> is the action, <c>source</c> and <c>subject</c> the resource.</summary>
/// <param name="SourceKey">Of its source and id, which name it wherever it comes from.</param>
internal sealed partial record CloudEvent(ActivityRequest Activity, string SourceKey)
{
    private const int MaxName = 2048;
    private const int MaxSource = 50; // a resource's type is no longer; which event it is goes by the whole

    /// <summary>Reads it; what is at fault is noted with the fields.</summary>
    public static CloudEvent Read(JsonFields envelope)
    {
        var (errors, at) = (envelope.Errors, envelope.Prefix);
        var data = envelope.Value("data") is { ValueKind: JsonValueKind.Object } ? envelope.Nested("data") : null;

        if (envelope.Text("specversion") is not "1.0")
        {
            errors.Add($"{at}specversion", "must be 1.0");
        }

        var source = Required(envelope, "source", MaxName);
        var id = Required(envelope, "id", MaxName);
        var subject = errors.Line($"{at}subject", envelope.Text("subject"), 255);
        var recipients = Holder(envelope, data, "recipients");
        var actor = Holder(envelope, data, "actor");
        var target = Holder(envelope, data, "target");
        var activity = new ActivityRequest
        {
            Action = Required(envelope, "type", 100),
            Resource = new ResourceDto(PlainText.Length(source) > MaxSource ? $"{PlainText.Cut(source, MaxSource - 1)}…" : source, subject),
            OccurredAt = Time(envelope),
            Target = errors.Line($"{target.Prefix}target", target.Text("target"), 255),
            GivenActor = GivenActor.Read(actor, "actor"),
            Recipients = Recipients(recipients),
            Notification = Notification(Holder(envelope, data, "notification")),
        };

        return new CloudEvent(activity, KeyOf(source, id));
    }

    // The envelope is what whoever routes events writes; it goes before what is inside.
    private static JsonFields Holder(JsonFields envelope, JsonFields? data, string name) =>
        envelope.Value(name) is null && data?.Value(name) is not null ? data : envelope;

    private static string Required(JsonFields envelope, string name, int limit)
    {
        var text = envelope.Errors.Line(envelope.Prefix + name, envelope.Text(name), limit);

        if (text is null)
        {
            envelope.Errors.Add(envelope.Prefix + name, "is required");
        }

        return text ?? "";
    }

    // Clocks of other systems know nanoseconds; ours stops at microseconds.
    private static DateTimeOffset? Time(JsonFields envelope)
    {
        if (envelope.Text("time") is not { } text)
        {
            return null;
        }

        if (!IsoTime.TryParse(Nanoseconds().Replace(text.ToUpperInvariant(), "$1"), out var time))
        {
            envelope.Errors.Add($"{envelope.Prefix}time", "must be a time as 2026-03-10T12:00:00Z");
        }

        return time;
    }

    // An extension is a text, in headers always: names separated by commas.
    private static IReadOnlyList<string>? Recipients(JsonFields fields)
    {
        if (fields.Value("recipients") is not { ValueKind: JsonValueKind.String } list)
        {
            return fields.Texts("recipients", ActivityRequest.MaxRecipients, 255);
        }

        var names = list.GetString()!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

        if (names.Length > ActivityRequest.MaxRecipients || names.Any(name => PlainText.Length(name) > 255))
        {
            fields.Errors.Add($"{fields.Prefix}recipients", $"must be at most {ActivityRequest.MaxRecipients} of at most 255 characters");
        }

        return names;
    }

    private static Presentation? Notification(JsonFields fields)
    {
        if (fields.Value("notification") is not { } value)
        {
            return null;
        }

        var path = $"{fields.Prefix}notification";

        if (value.ValueKind == JsonValueKind.String)
        {
            try
            {
                value = JsonBody.Parse(Encoding.UTF8.GetBytes(value.GetString()!), JsonBody.MaxDepth);
            }
            catch (BadHttpRequestException)
            {
                // then it is no object either
            }
        }

        return JsonFields.Of(value, path, fields.Errors, open: true) is { } presentation ? ActivityRequest.ReadPresentation(presentation) : null;
    }

    private static string KeyOf(string source, string id) =>
        $"event/{Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($"{source.Length} {source}{id}")))}";

    [GeneratedRegex(@"(\.[0-9]{6})[0-9]+")]
    private static partial Regex Nanoseconds();
}
