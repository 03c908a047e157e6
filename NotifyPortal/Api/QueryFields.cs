using System.Globalization;
using System.Text.Json;
using NotifyPortal.Data;

namespace NotifyPortal.Api;

/// <summary>Reads an address's parameters and notes everything at fault: unknown ones, repeated ones, values that mean nothing. Empty is absent.</summary>
public sealed class QueryFields(IQueryCollection query, InputErrors errors)
{
    public const int MaxLimit = 100;

    private readonly HashSet<string> known = new(StringComparer.OrdinalIgnoreCase);

    public string? Text(string name)
    {
        known.Add(name);
        var values = query[name];

        if (values.Count > 1)
        {
            errors.Add(name, "is given more than once");
        }
        else if (values.Count == 1 && values[0]!.Contains('\0', StringComparison.Ordinal))
        {
            errors.Add(name, "must not contain NUL");
        }

        return values.Count == 1 && values[0] is { Length: > 0 } value ? value : null;
    }

    /// <summary>One of the enum's names, as <c>unread-first</c>.</summary>
    public T OneOf<T>(string name, T fallback)
        where T : struct, Enum => OneOf<T>(name) ?? fallback;

    /// <summary>The same without a default.</summary>
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
            errors.Add(name, $"must be one of {string.Join(", ", Enum.GetValues<T>().Select(NameOf))}");
        }

        return value;
    }

    public DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (!IsoTime.TryParse(text, out var time))
        {
            errors.Add(name, "must be a time as 2026-03-10T12:00:00Z");
        }

        return time;
    }

    /// <summary>Rows a page.</summary>
    public int Limit()
    {
        if (Text("limit") is not { } text)
        {
            return 25;
        }

        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) || limit is < 1 or > MaxLimit)
        {
            errors.Add("limit", $"must be a number from 1 to {MaxLimit}");
        }

        return limit;
    }

    public PageCursor? Cursor()
    {
        if (Text("cursor") is not { } text)
        {
            return null;
        }

        if (!PageCursor.TryParse(text, out var cursor))
        {
            errors.Add("cursor", "is not one of this list's cursors");
        }

        return cursor;
    }

    /// <summary>Call it last: notes every parameter that nobody asked for.</summary>
    public void Close()
    {
        foreach (var name in query.Keys.Where(name => !known.Contains(name)))
        {
            errors.Add(name, "is unknown");
        }
    }

    private static string NameOf<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
