using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Net.Http.Headers;

namespace NotifyPortal.Api;

/// <summary>A request's JSON, read by strict rules: one value, UTF-8, no member twice, nothing that only some parsers understand.</summary>
/// <param name="Root">An object or an array.</param>
public sealed record JsonBody(JsonElement Root)
{
    public const int MaxBytes = 256 * 1024;

    /// <summary>For an array, and for the arrays in an object: 10,000 recipients do not fit into less.</summary>
    public const int MaxArrayBytes = 1024 * 1024;

    /// <summary>
    /// Up to here a body is read to its end though it is refused: to who still sends, a connection that closes hides the answer.
    /// </summary>
    internal const int MaxDrainedBytes = 8 * MaxArrayBytes;

    /// <summary>How deep a value may be nested.</summary>
    internal const int MaxDepth = 16;

    /// <summary>How large a body may be, as refusals say it.</summary>
    internal static readonly string Limits = $"{MaxBytes / 1024} KB, an array {MaxArrayBytes / 1024} KB";

    /// <summary>Hands endpoints the body.</summary>
    /// <exception cref="BadHttpRequestException">With the status to answer.</exception>
    public static async ValueTask<JsonBody?> BindAsync(HttpContext context)
    {
        RequireJson(context.Request);
        var bytes = await ReadAsync(context.Request, Limits, context.RequestAborted);
        var root = Parse(bytes, MaxDepth);
        CheckSize(root, bytes.Length);

        return new JsonBody(root);
    }

    /// <summary>Refuses what does not say that it is JSON.</summary>
    internal static void RequireJson(HttpRequest request)
    {
        var isJson = MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase));

        if (!isJson || request.Headers.ContentEncoding.Count > 0)
        {
            throw new BadHttpRequestException("The body must be application/json in UTF-8, not compressed.", StatusCodes.Status415UnsupportedMediaType);
        }
    }

    /// <summary>The body, byte for byte, of at most <see cref="MaxArrayBytes"/>.</summary>
    /// <param name="limit">What a refusal says the body must be at most.</param>
    internal static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, string limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaxArrayBytes)
        {
            throw TooLarge(limit);
        }

        var bytes = new ArrayBufferWriter<byte>(4096);

        while (true)
        {
            var read = await request.Body.ReadAsync(bytes.GetMemory(4096), cancellationToken);
            bytes.Advance(read);

            if (bytes.WrittenCount > MaxArrayBytes)
            {
                throw TooLarge(limit);
            }

            if (read == 0)
            {
                return bytes.WrittenMemory;
            }
        }
    }

    /// <summary>The value the bytes are, by the strict rules.</summary>
    internal static JsonElement Parse(ReadOnlyMemory<byte> bytes, int maxDepth)
    {
        if (bytes.IsEmpty)
        {
            throw new BadHttpRequestException("The body is empty.");
        }

        try
        {
            CheckTexts(bytes.Span, maxDepth);
            using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = maxDepth, AllowDuplicateProperties = false });

            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new BadHttpRequestException($"The body is not strict JSON: {e.Message}", e);
        }
    }

    private static void CheckTexts(ReadOnlySpan<byte> bytes, int maxDepth)
    {
        if (!Utf8.IsValid(bytes))
        {
            throw new BadHttpRequestException("The body is not UTF-8.");
        }

        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = maxDepth });

        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && !IsStorable(ref reader))
            {
                throw new BadHttpRequestException("Texts must not contain NUL or half a surrogate pair.");
            }
        }
    }

    private static bool IsStorable(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            return true; // valid UTF-8 holds no surrogates, and JSON no bare NUL
        }

        try
        {
            return !reader.GetString()!.Contains('\0', StringComparison.Ordinal);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Refuses what is neither object nor array, and an object that is large by itself.</summary>
    internal static void CheckSize(JsonElement root, int size)
    {
        if (root.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
        {
            throw new BadHttpRequestException("The body must be a JSON object.");
        }

        if (root.ValueKind == JsonValueKind.Object && size > MaxBytes
            && size - root.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.Array).Sum(p => p.Value.GetRawText().Length) > MaxBytes)
        {
            throw TooLarge(Limits);
        }
    }

    private static BadHttpRequestException TooLarge(string limit) => new($"The body must be at most {limit}.", StatusCodes.Status413PayloadTooLarge);
}
