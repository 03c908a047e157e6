using NotifyPortal.Live;

namespace NotifyPortal.Settings;

/// <summary>What an admin sets through another replica holds here, too.</summary>
internal sealed class SettingsFollower(SettingsService settings, NotificationBroker broker, ILogger<SettingsFollower> logger) : LiveFollower(broker, logger)
{
    protected override async Task HearAsync(IReadOnlyList<LiveEvent> signals, CancellationToken cancellationToken)
    {
        if (signals.Any(signal => signal.Kind is LiveEventKind.Settings or LiveEventKind.Resync))
        {
            await settings.LoadAsync(cancellationToken);
        }
    }
}
