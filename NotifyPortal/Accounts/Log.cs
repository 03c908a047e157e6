namespace NotifyPortal.Accounts;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Warning, "A sign-in's last use could not be stored")]
    public static partial void SeenNotStored(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Error, "A mail could not be sent")]
    public static partial void MailFailed(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Error, "Mail was dropped: more was waiting than can be kept")]
    public static partial void MailDropped(ILogger logger);

    [LoggerMessage(LogLevel.Information, "User {UserId} signed in from a new device")]
    public static partial void NewDevice(ILogger logger, string userId);

    [LoggerMessage(LogLevel.Error, "Whether there is an admin could not be read; it is asked again")]
    public static partial void AdminUnknown(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Warning, "There is no admin yet. Create one at {Link}")]
    public static partial void NoAdmin(ILogger logger, string link);
}
