namespace NotifyPortal.Notifications.Stream;

/// <summary>What streams say of a notification, but for its id: presented and written once, by the first of all the streams that say it.</summary>
internal sealed class StreamContent(Func<NotificationView> present)
{
    // Two that come at once make the same; which of the two is kept does not matter.
    private byte[]? json;

    /// <summary>See <see cref="StreamJson.Content"/>.</summary>
    public ReadOnlySpan<byte> Json => json ??= StreamJson.Content(present());
}
