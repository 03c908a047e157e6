namespace NotifyPortal.Notifications.Types;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Warning, "Notification type {Key} was refused: malformed, or the key is taken")]
    public static partial void TypeRefused(ILogger logger, string key);

    [LoggerMessage(LogLevel.Warning, "Action {Action} of notification type {Key} was refused: it belongs to {Owner}")]
    public static partial void ActionRefused(ILogger logger, string action, string key, string owner);
}
