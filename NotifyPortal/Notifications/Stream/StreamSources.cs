using System.Runtime.CompilerServices;
using NotifyPortal.Modules;

namespace NotifyPortal.Notifications.Stream;

/// <summary>Where all streams read what they tell.</summary>
internal sealed class StreamSources(ChangeFeed feed, Inboxes inboxes, EphemeralNotifications ephemeral, ModuleService modules, TimeProvider clock)
{
    // Goes with what it says, which is held for a short while only.
    private readonly ConditionalWeakTable<NotificationView, StreamContent> passing = [];

    public ChangeFeed Feed => feed;

    public Inboxes Inboxes => inboxes;

    public EphemeralNotifications Ephemeral => ephemeral;

    public ModuleService Modules => modules;

    public TimeProvider Clock => clock;

    /// <summary>What is said of something that passes by, the same for all.</summary>
    public StreamContent ContentOf(NotificationView view) => passing.GetValue(view, static one => new StreamContent(() => one));
}
