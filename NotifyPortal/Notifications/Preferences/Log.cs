namespace NotifyPortal.Notifications.Preferences;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Warning, "Preferences could not be read; what they would have decided goes by the channel's default")]
    public static partial void PreferencesUnreadable(ILogger logger, Exception exception);
}
