using System.Diagnostics.Metrics;

namespace NotifyPortal.Live;

/// <summary>How many event streams are open in this process; beside <see cref="CircuitCount"/>, who is connected.</summary>
public sealed class StreamCount
{
    private int open;

    public StreamCount(IMeterFactory meters) =>
        meters.Create("NotifyPortal.Live").CreateObservableUpDownCounter("notifyportal.streams", () => Open, description: "Event streams that are open.");

    public int Open => Volatile.Read(ref open);

    internal void Enter() => Interlocked.Increment(ref open);

    internal void Leave() => Interlocked.Decrement(ref open);
}
