using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Net.Http.Headers;
using NotifyPortal.Api;
using NotifyPortal.Data;

namespace NotifyPortal.Notifications.Api;

/// <summary>CloudEvents as they come over HTTP, in one shape: an event in binary form becomes what it would be in structured form.</summary>
/// <param name="Root">An object, or the array of a batch.</param>
/// <param name="Errors">What is at fault with the headers.</param>
internal sealed record CloudEventBody(JsonElement Root, InputErrors Errors)
{
    private const string Prefix = "ce-";
    private const string Structured = "application/cloudevents+json";
    private const string Batch = "application/cloudevents-batch+json";

    private static readonly UTF8Encoding Strict = new(false, true);

    /// <summary>Hands the endpoint the event.</summary>
    /// <exception cref="BadHttpRequestException">With the status to answer.</exception>
    public static async ValueTask<CloudEventBody?> BindAsync(HttpContext context)
    {
        var request = context.Request;
        var type = TypeOf(request);
        var bytes = await JsonBody.ReadAsync(request, JsonBody.Limits, context.RequestAborted);
        var errors = new InputErrors();

        if (type is Structured or Batch)
        {
            var root = JsonBody.Parse(bytes, JsonBody.MaxDepth);
            JsonBody.CheckSize(root, bytes.Length);

            return root.ValueKind == (type is Batch ? JsonValueKind.Array : JsonValueKind.Object)
                ? new(root, errors)
                : throw new BadHttpRequestException($"The body must be a JSON {(type is Batch ? "array" : "object")}.");
        }

        if (bytes.Length > JsonBody.MaxBytes)
        {
            throw new BadHttpRequestException($"The body must be at most {JsonBody.Limits}.", StatusCodes.Status413PayloadTooLarge);
        }

        var envelope = Attributes(request.Headers, errors);
        envelope["data"] = IsJson(type) && bytes.Length > 0 ? JsonSerializer.SerializeToNode(JsonBody.Parse(bytes, JsonBody.MaxDepth)) : null;

        return new(JsonSerializer.SerializeToElement(envelope), errors);
    }

    private static string? TypeOf(HttpRequest request)
    {
        var type = MediaTypeHeaderValue.TryParse(request.ContentType, out var parsed) ? parsed : null;
        var name = type?.MediaType.Value?.ToLowerInvariant();
        var isEvent = name?.StartsWith("application/cloudevents", StringComparison.Ordinal) == true;
        var known = name is Structured or Batch || (!isEvent && (IsJson(name) || request.Headers.ContainsKey($"{Prefix}specversion")));
        var utf8 = type is null || !type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase);

        return known && (utf8 || !(isEvent || IsJson(name))) && request.Headers.ContentEncoding.Count == 0
            ? name
            : throw new BadHttpRequestException(
                $"The body must be {Structured} or {Batch} in UTF-8, or data beside {Prefix} headers, not compressed.", StatusCodes.Status415UnsupportedMediaType);
    }

    private static bool IsJson(string? type) => type is not null && (type.EndsWith("/json", StringComparison.Ordinal) || type.EndsWith("+json", StringComparison.Ordinal));

    private static JsonObject Attributes(IHeaderDictionary headers, InputErrors errors)
    {
        var envelope = new JsonObject();

        foreach (var (header, values) in headers.Where(header => header.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)))
        {
            var name = header[Prefix.Length..].ToLowerInvariant();

            if (values is not [{ } value])
            {
                errors.Add(name, "is given more than once");
            }
            else if (Decode(value) is { } text)
            {
                envelope[name] = text;
            }
            else
            {
                errors.Add(name, "must be UTF-8 without NUL, percent-encoded");
            }
        }

        return envelope;
    }

    /// <summary>A header's value as the HTTP binding writes it: quoted perhaps, then percent-encoded once. Null: what that gives is no text.</summary>
    private static string? Decode(string value)
    {
        var quoted = value.Length >= 2 && value[0] == '"' && value[^1] == '"';
        var given = Encoding.UTF8.GetBytes(quoted ? HeaderUtilities.UnescapeAsQuotedString(value).ToString() : value);
        var bytes = new List<byte>(given.Length);

        for (var i = 0; i < given.Length; i++)
        {
            var encoded = given[i] == '%' && i + 2 < given.Length && char.IsAsciiHexDigit((char)given[i + 1]) && char.IsAsciiHexDigit((char)given[i + 2]);
            bytes.Add(encoded ? Convert.ToByte($"{(char)given[i + 1]}{(char)given[i + 2]}", 16) : given[i]);
            i += encoded ? 2 : 0;
        }

        try
        {
            return bytes.Contains(0) ? null : Strict.GetString([.. bytes]);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
