using NotifyPortal.Api;
using NotifyPortal.Notifications.Types;

namespace NotifyPortal.Notifications.Preferences.Api;

/// <summary>The matrix: for each channel, whether each type is wanted.</summary>
/// <param name="Channels">By channel's key, then by type's. In answers what holds; in requests what to set, the rest stays.</param>
public sealed record PreferencesDto(IReadOnlyDictionary<string, IReadOnlyDictionary<string, bool>> Channels)
{
    internal static PreferencesDto From(PreferenceMatrix matrix, IEnumerable<PreferenceChannel> channels, NotificationTypeRegistry types) => new(
        channels.ToDictionary(
            channel => channel.Key,
            channel => (IReadOnlyDictionary<string, bool>)types.All.ToDictionary(type => type.Key, type => matrix.Wants(channel, type), StringComparer.Ordinal),
            StringComparer.Ordinal));

    /// <summary>The cells that are set; what is at fault is noted with the fields.</summary>
    internal static IReadOnlyList<PreferenceChange> Read(JsonFields fields, IEnumerable<PreferenceChannel> channels, NotificationTypeRegistry types)
    {
        var changes = new List<PreferenceChange>();

        if (fields.Value("channels") is null)
        {
            fields.Errors.Add("channels", "is required");
        }
        else if (fields.Nested("channels") is { } byChannel)
        {
            foreach (var channel in channels)
            {
                changes.AddRange(byChannel.Nested(channel.Key) is { } byType ? ReadTypes(byType, channel, types) : []);
            }

            byChannel.Close();
        }

        fields.Close();

        return changes;
    }

    private static List<PreferenceChange> ReadTypes(JsonFields byType, PreferenceChannel channel, NotificationTypeRegistry types)
    {
        var changes = new List<PreferenceChange>();

        foreach (var type in types.All)
        {
            if (byType.Flag(type.Key) is { } wanted)
            {
                changes.Add(new PreferenceChange(type.Key, wanted, channel.Key));
            }
        }

        byType.Close();

        return changes;
    }
}
