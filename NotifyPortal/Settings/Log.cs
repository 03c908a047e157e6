namespace NotifyPortal.Settings;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Warning, "The stored setting {Key} is not valid and was ignored")]
    public static partial void SettingIgnored(ILogger logger, string key);
}
