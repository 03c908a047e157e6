namespace NotifyPortal.Live.Backplanes;

/// <summary>
/// Carries signals from one replica of the portal to all others. It may lose, double or reorder them, and be away for a while: a signal says
/// no more than "look again". One of your own is named by its class in <c>Backplane:Kind</c>; it is made with what the container holds.
/// </summary>
public interface IBackplane
{
    /// <summary>A payload is never larger than this, in bytes.</summary>
    const int MaxPayload = 7_900;

    /// <summary>
    /// Connects and listens: payloads of any replica, this one's too if the engine cannot leave them out. The first one is empty, and says that
    /// from here on payloads arrive. When the connection is lost it throws or ends; a while later it is called anew.
    /// </summary>
    IAsyncEnumerable<ReadOnlyMemory<byte>> ListenAsync(CancellationToken cancellationToken);

    /// <summary>Sends a payload, which is UTF-8 text, to every replica that listens. It may throw: it is logged, and nobody who publishes is told.</summary>
    Task SendAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken);
}
