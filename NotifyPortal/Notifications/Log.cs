namespace NotifyPortal.Notifications;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Error, "Activity {ActivityId}: its notifications could not be stored")]
    public static partial void StoreRefused(ILogger logger, long activityId, Exception exception);

    [LoggerMessage(LogLevel.Warning, "Fan-out {FanOutId} of message {MessageId} stopped; {Rest} recipients were not told")]
    public static partial void FanOutStopped(ILogger logger, long fanOutId, long messageId, int rest);

    [LoggerMessage(LogLevel.Information, "Pruned {Notifications} notifications, {Activities} activities and {Messages} messages, asked by {By}")]
    public static partial void Pruned(ILogger logger, int notifications, int activities, int messages, string by);

    [LoggerMessage(LogLevel.Error, "Fan-out {FanOutId} failed and was given up")]
    public static partial void FanOutFailed(ILogger logger, long fanOutId, Exception exception);

    [LoggerMessage(LogLevel.Warning, "The store could not be asked for foreign commits")]
    public static partial void WatchFailed(ILogger logger, Exception exception);
}
