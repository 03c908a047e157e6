namespace NotifyPortal.Jobs;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Error, "Job {Job} failed; it runs again in {Seconds} s")]
    public static partial void JobFailed(ILogger logger, string job, double seconds, Exception exception);
}
