using NotifyPortal.Live;

namespace NotifyPortal.Notifications.Stream;

/// <summary>A stream whose client has been let in: all it holds while it is open.</summary>
internal sealed class OpenStream(StreamTeller teller, EventWriter writer, LiveSubscription inbox, IDisposable place, StreamOpening opening) : IDisposable
{
    private StreamOpening? opening = opening;

    public StreamTeller Teller => teller;

    public EventWriter Writer => writer;

    public LiveSubscription Inbox => inbox;

    /// <summary>Tells what the client has missed; that is not kept any longer.</summary>
    public Task BeginAsync(CancellationToken cancellationToken) => teller.OpenAsync(Interlocked.Exchange(ref opening, null)!, cancellationToken);

    public void Dispose()
    {
        inbox.Dispose();
        place.Dispose();
    }
}
