namespace NotifyPortal.Notifications.Extending;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Error, "The filter {Filter} failed and was passed over")]
    public static partial void FilterFailed(ILogger logger, string filter, Exception exception);

    [LoggerMessage(LogLevel.Error, "The observer {Observer} failed")]
    public static partial void ObserverFailed(ILogger logger, string observer, Exception exception);

    [LoggerMessage(LogLevel.Warning, "The observer {Observer} is too slow; its queue is full, and what comes is lost to it")]
    public static partial void ObserverTooSlow(ILogger logger, string observer);

    [LoggerMessage(LogLevel.Error, "Message {MessageId} could not be read for the observers")]
    public static partial void SentNotRead(ILogger logger, long messageId, Exception exception);
}
