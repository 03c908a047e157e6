namespace NotifyPortal.Data;

/// <summary>Everything that is wrong with an input, by field, so that it can all be said at once.</summary>
public sealed class InputErrors
{
    private readonly Dictionary<string, List<string>> errors = new(StringComparer.Ordinal);

    public bool Any => errors.Count > 0;

    public IDictionary<string, string[]> ToDictionary() =>
        errors.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray(), StringComparer.Ordinal);

    public void Add(string field, string message)
    {
        if (!errors.TryGetValue(field, out var messages))
        {
            errors[field] = messages = [];
        }

        messages.Add(message);
    }

    /// <summary>Cleans a text and checks its length in Unicode scalars; at fault it is noted and null returned.</summary>
    public string? Text(string field, string? text, int limit) => Checked(field, text, limit, PlainText.Clean);

    /// <summary>The same for a text of one line.</summary>
    public string? Line(string field, string? text, int limit) => Checked(field, text, limit, PlainText.CleanLine);

    public override string ToString() => string.Join("; ", errors.Select(pair => $"{pair.Key} {string.Join(", ", pair.Value)}"));

    private string? Checked(string field, string? text, int limit, Func<string?, string?> clean)
    {
        try
        {
            var cleaned = clean(text);

            if (cleaned?.Length > limit && PlainText.Length(cleaned) > limit)
            {
                Add(field, $"must be at most {limit} characters");
            }

            return cleaned;
        }
        catch (FormatException e)
        {
            Add(field, e.Message);

            return null;
        }
    }
}
