namespace NotifyPortal.Modules;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Warning, "The switch of module {Module} could not be read; it counts as on")]
    public static partial void SwitchUnreadable(ILogger logger, string module, Exception exception);
}
