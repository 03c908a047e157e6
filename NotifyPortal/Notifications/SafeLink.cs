namespace NotifyPortal.Notifications;

/// <summary>Which links may stand in a page: relative to this portal, or absolute http and https. Asked on write and again on render.</summary>
public static class SafeLink
{
    public const int MaxLength = 2048;

    /// <summary>True for <c>/x</c> (not <c>//x</c>, <c>/\x</c>) and <c>http(s)://host…</c> without user info; browsers drop tabs and line ends inside a scheme, so no control character passes.</summary>
    public static bool IsSafe(string? link)
    {
        if (string.IsNullOrEmpty(link) || link.Length > MaxLength || link.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c == '\\'))
        {
            return false;
        }

        return link[0] == '/' ? !link.StartsWith("//", StringComparison.Ordinal) : IsWeb(link);
    }

    /// <summary>The host an external link leads to, to be shown beside it; null for one of ours.</summary>
    public static string? HostOf(string link) => link[0] == '/' ? null : new Uri(link).IdnHost;

    private static bool IsWeb(string link) =>
        (link.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || link.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        && Uri.TryCreate(link, UriKind.Absolute, out var uri)
        && (uri.Scheme is "http" or "https")
        && uri.Host.Length > 0
        && uri.UserInfo.Length == 0;
}
