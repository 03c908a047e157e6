using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace NotifyPortal.Sources.GitHub;

/// <summary>Who is meant by <c>@login</c> in a text, as GitHub reads it: not in code, not in addresses, and no teams.</summary>
internal static partial class Mentions
{
    /// <summary>More people are not called by one text; a longer list is somebody's mischief.</summary>
    private const int Most = 50;

    public static IReadOnlySet<string> In(string? text) => text is null
        ? FrozenSet<string>.Empty
        : Mention().Matches(Code().Replace(text, " ")).Select(m => m.Groups[1].Value)
            .Distinct(StringComparer.OrdinalIgnoreCase).Take(Most).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    [GeneratedRegex(@"(?<![\w@/.+-])@([A-Za-z0-9](?:-?[A-Za-z0-9]){0,38}(?:_[A-Za-z0-9]+)?)(?![\w/-])")]
    private static partial Regex Mention();

    [GeneratedRegex(@"```.*?(?:```|\z)|`[^`\n]*`", RegexOptions.Singleline)]
    private static partial Regex Code();
}
