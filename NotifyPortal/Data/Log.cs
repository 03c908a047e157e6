namespace NotifyPortal.Data;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Warning, "The write-ahead log holds {Pages} pages, of which {Moved} could be moved: a reader does not come to its end")]
    public static partial void WriteAheadLogGrows(ILogger logger, long pages, long moved);

    [LoggerMessage(LogLevel.Warning, "What the write-ahead log holds could not be moved")]
    public static partial void CheckpointFailed(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Critical, "The database file or its log was moved or deleted while the portal runs: {Path}. Nothing is stored until it is put back and the portal started again")]
    public static partial void DatabaseGone(ILogger logger, string path);

    [LoggerMessage(LogLevel.Warning, "The disk of the database is full: {Full}; while it is, nothing new is taken in")]
    public static partial void DiskFull(ILogger logger, bool full);

    [LoggerMessage(LogLevel.Warning, "The database server does not answer: {Silent}; while it does not, it is not asked")]
    public static partial void ServerSilent(ILogger logger, bool silent);
}
