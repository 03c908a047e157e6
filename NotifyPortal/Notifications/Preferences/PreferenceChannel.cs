namespace NotifyPortal.Notifications.Preferences;

/// <summary>A way on which notifications reach people: a column of the preferences.</summary>
/// <param name="Key">As on the wire: lower case, at most 20 characters.</param>
/// <param name="Name">As shown.</param>
/// <param name="OnByDefault">What holds where nothing is stored or can be read. True: people turn types off, and required ones stay on. False: people turn types on.</param>
public sealed record PreferenceChannel(string Key, string Name, bool OnByDefault)
{
    /// <summary>Bell, inbox, toasts and streams.</summary>
    public static readonly PreferenceChannel InApp = new("in-app", "In-app", OnByDefault: true);
}
