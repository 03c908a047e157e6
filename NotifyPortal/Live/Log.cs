namespace NotifyPortal.Live;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Error, "{Component} could not read what it shows")]
    public static partial void ReadFailed(ILogger logger, string component, Exception exception);

    [LoggerMessage(LogLevel.Error, "{Follower} could not follow what has changed; it goes on with the next signal")]
    public static partial void FollowerFailed(ILogger logger, string follower, Exception exception);

    [LoggerMessage(LogLevel.Information, "Heard the other replicas through the backplane")]
    public static partial void BackplaneConnected(ILogger logger);

    [LoggerMessage(LogLevel.Error, "Lost the backplane; what other replicas write is seen a few seconds later until it is back")]
    public static partial void BackplaneLost(ILogger logger, Exception? exception);

    [LoggerMessage(LogLevel.Error, "The backplane took no signal; the other replicas will read again when it does")]
    public static partial void BackplaneRefused(ILogger logger, Exception exception);
}
