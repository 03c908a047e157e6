namespace NotifyPortal.Data;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Warning, "The write-ahead log holds {Pages} pages, of which {Moved} could be moved: a reader does not come to its end")]
    public static partial void WriteAheadLogGrows(ILogger logger, long pages, long moved);

    [LoggerMessage(LogLevel.Warning, "What the write-ahead log holds could not be moved")]
    public static partial void CheckpointFailed(ILogger logger, Exception exception);
}
