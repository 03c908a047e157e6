namespace NotifyPortal.Live;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Error, "{Component} could not read what it shows")]
    public static partial void ReadFailed(ILogger logger, string component, Exception exception);
}
