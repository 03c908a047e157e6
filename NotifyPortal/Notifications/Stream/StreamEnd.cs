namespace NotifyPortal.Notifications.Stream;

/// <summary>Why the portal ends a stream: the reason in <c>disconnecting</c>. Whatever it is, the client comes back after 1–3 s.</summary>
internal static class StreamEnd
{
    /// <summary>The portal stops.</summary>
    public const string Shutdown = "shutdown";

    /// <summary>The sign-in has ended, or the key was revoked.</summary>
    public const string Revoked = "revoked";

    /// <summary>More has changed at once than is told one by one.</summary>
    public const string Resync = "resync";

    /// <summary>The store cannot answer now.</summary>
    public const string Unavailable = "unavailable";
}
