using System.Threading.Channels;

namespace NotifyPortal.Notifications.Extending;

/// <summary>One observer with what it is still to be told.</summary>
internal sealed class ObserverQueue(INotificationObserver observer, int capacity, ILogger logger)
{
    private readonly Channel<Func<INotificationObserver, CancellationToken, Task>> waiting =
        Channel.CreateBounded<Func<INotificationObserver, CancellationToken, Task>>(new BoundedChannelOptions(capacity) { SingleReader = true });

    private bool full;

    /// <summary>How many things it is still to be told.</summary>
    public int Waiting => waiting.Reader.Count;

    private string Name => observer.GetType().Name;

    /// <summary>Never waits: what does not fit is lost to this observer.</summary>
    public void Add(Func<INotificationObserver, CancellationToken, Task> telling)
    {
        var fits = waiting.Writer.TryWrite(telling);

        if (!fits && !Volatile.Read(ref full)) // said once for each time it fills up
        {
            Log.ObserverTooSlow(logger, Name);
        }

        Volatile.Write(ref full, !fits);
    }

    /// <summary>Tells it one thing after the other, until the portal stops.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        await foreach (var telling in waiting.Reader.ReadAllAsync(stopping))
        {
            try
            {
                await telling(observer, stopping);
            }
            catch (Exception e) // not our code; what leaves here would end the portal
            {
                if (stopping.IsCancellationRequested)
                {
                    return;
                }

                Log.ObserverFailed(logger, Name, e);
            }
        }
    }
}
