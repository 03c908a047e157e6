namespace NotifyPortal.Sources.GitHub;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Warning, "A delivery was refused: its signature is missing, or was not made with Sources:GitHub:Secret")]
    public static partial void SignatureRefused(ILogger logger);

    [LoggerMessage(LogLevel.Information, "Delivery {DeliveryId} ({Event}) became {Count} activities")]
    public static partial void Taken(ILogger logger, string deliveryId, string @event, int count);
}
