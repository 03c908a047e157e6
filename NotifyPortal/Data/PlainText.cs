using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace NotifyPortal.Data;

/// <summary>The one rule for text that comes in: text is text, and what is stored is what is returned.</summary>
public static partial class PlainText
{
    // What nearly every text consists of needs no look at each scalar.
    private static readonly SearchValues<char> Clear = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c)]);

    /// <summary>Line ends become LF; control characters, bidi overrides and noncharacters are removed; blank becomes null.</summary>
    /// <exception cref="FormatException">NUL or half a surrogate pair: no engine of ours keeps it as it is.</exception>
    public static string? Clean(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return text?.Contains('\0') == true ? throw Unstorable() : null;
        }

        if (!text.AsSpan().ContainsAnyExcept(Clear))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);

        foreach (var rune in Runes(text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n')))
        {
            if (!IsRemoved(rune.Value))
            {
                clean.Append(rune);
            }
        }

        return string.IsNullOrWhiteSpace(clean.ToString()) ? null : clean.ToString();
    }

    /// <summary>The same for one line: any run of white space becomes one space.</summary>
    public static string? CleanLine(string? text) =>
        // Once more after it: what was removed may have stood between two spaces.
        Clean(text is null ? null : OneLine(text)) is { } clean ? OneLine(clean) : null;

    /// <summary>The length that limits speak of: Unicode scalars.</summary>
    public static int Length(string text) => text.EnumerateRunes().Count();

    /// <summary>At most so many Unicode scalars of it, none of them halved.</summary>
    public static string? Cut(string? text, int limit) => text is null || text.Length <= limit ? text : string.Concat(text.EnumerateRunes().Take(limit));

    private static string OneLine(string text) =>
        (text.AsSpan().ContainsAnyExcept(Clear) || text.Contains("  ", StringComparison.Ordinal) ? WhiteSpace().Replace(text, " ") : text).Trim();

    private static IEnumerable<Rune> Runes(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            if (text[i] == '\0' || !Rune.TryGetRuneAt(text, i, out var rune))
            {
                throw Unstorable();
            }

            yield return rune;

            i += rune.Utf16SequenceLength;
        }
    }

    private static bool IsRemoved(int scalar) =>
        (scalar is not ('\n' or '\t') && Rune.GetUnicodeCategory(new Rune(scalar)) == UnicodeCategory.Control)
        || scalar is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or (>= 0xFDD0 and <= 0xFDEF)
        || (scalar & 0xFFFE) == 0xFFFE;

    private static FormatException Unstorable() => new("must not contain NUL or half a surrogate pair");

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
