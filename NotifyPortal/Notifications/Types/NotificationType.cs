namespace NotifyPortal.Notifications.Types;

/// <summary>A kind of notification people can tell apart and, with its key, mute.</summary>
/// <param name="Key">Lower case, as <c>posts</c>; a sub-type names its type before a dot: <c>posts.comments</c>.</param>
/// <param name="Name">As shown.</param>
/// <param name="Icon">A Material Symbols name as <c>[a-z0-9-]</c>.</param>
/// <param name="Templates">The actions that belong to it, each with the sentence for it; <c>{actor}</c> and <c>{target}</c> are filled in.</param>
public sealed record NotificationType(string Key, string Name, string Icon, IReadOnlyDictionary<string, string> Templates)
{
    /// <summary>The key of the type it is a sub-type of; null: it is none.</summary>
    public string? BaseKey => Key.IndexOf('.', StringComparison.Ordinal) is var dot and >= 0 ? Key[..dot] : null;

    /// <summary>Its own key, and its base's: either can mute it.</summary>
    internal IReadOnlyList<string> Keys => BaseKey is { } above ? [Key, above] : [Key];
}
