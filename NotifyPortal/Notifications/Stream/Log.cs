namespace NotifyPortal.Notifications.Stream;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Error, "The store could not be read for a stream; it was ended")]
    public static partial void StreamEnded(ILogger logger, Exception exception);
}
