namespace NotifyPortal.Api;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Warning, "The use of key {KeyId} could not be noted")]
    public static partial void UseNotNoted(ILogger logger, string keyId, Exception exception);

    [LoggerMessage(LogLevel.Warning, "A request to {Path} carried a credential in its address; it was refused")]
    public static partial void CredentialInAddress(ILogger logger, string path);

    [LoggerMessage(LogLevel.Information, "A request to {Path} came from elsewhere; it was refused")]
    public static partial void ForeignOrigin(ILogger logger, string path);

    [LoggerMessage(LogLevel.Error, "The store refused a request to {Path}")]
    public static partial void StoreRefused(ILogger logger, string path, Exception exception);

    [LoggerMessage(LogLevel.Error, "A request to {Path} failed")]
    public static partial void RequestFailed(ILogger logger, string path, Exception exception);

    [LoggerMessage(LogLevel.Error, "There was no memory for a request to {Path}")]
    public static partial void OutOfMemory(ILogger logger, string path);
}
