namespace NotifyPortal.Jobs;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Error, "Job {Job} failed; it runs again in {Seconds} s")]
    public static partial void JobFailed(ILogger logger, string job, double seconds, Exception exception);

    [LoggerMessage(LogLevel.Warning, "When job {Job} is to run could not be stored; it is tried again")]
    public static partial void WakingFailed(ILogger logger, string job, Exception exception);
}
