using NotifyPortal.Notifications.Types;

namespace NotifyPortal.Notifications.Preferences;

/// <summary>What one user wants, type by type and channel by channel, as it was read.</summary>
public sealed class PreferenceMatrix
{
    private readonly NotificationTypeRegistry types;
    private readonly Dictionary<(string Channel, string Type), bool> stored;
    private readonly Dictionary<string, RequiredType> required;

    internal PreferenceMatrix(NotificationTypeRegistry types, IEnumerable<Preference> stored, IEnumerable<RequiredType> required)
    {
        this.types = types;
        this.stored = stored.ToDictionary(p => (p.Channel, p.Type), p => p.Wanted);
        this.required = required.ToDictionary(r => r.Type, StringComparer.Ordinal);
    }

    /// <summary>Why it cannot be muted: an admin requires it or its base; null: it can.</summary>
    public RequiredType? Required(NotificationType type) => type.Keys.Select(key => required.GetValueOrDefault(key)).FirstOrDefault(r => r is not null);

    /// <summary>Whether the channel's switch of this type is locked.</summary>
    public bool Locked(PreferenceChannel channel, NotificationType type) => channel.OnByDefault && Required(type) is not null;

    /// <summary>The type's own switch, whatever its base says.</summary>
    public bool Own(PreferenceChannel channel, NotificationType type) =>
        Locked(channel, type) || stored.GetValueOrDefault((channel.Key, type.Key), channel.OnByDefault);

    /// <summary>What holds: its own switch and its base's.</summary>
    public bool Wants(PreferenceChannel channel, NotificationType type) =>
        Locked(channel, type) || (Own(channel, type) && (types.Find(type.BaseKey) is not { } above || Own(channel, above)));
}
