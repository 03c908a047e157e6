namespace NotifyPortal.Activities;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Error, "Activity {ActivityId} was recorded, but {Handler} failed")]
    public static partial void HandlerFailed(ILogger logger, long activityId, string handler, Exception exception);
}
