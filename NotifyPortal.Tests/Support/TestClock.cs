namespace NotifyPortal.Tests.Support;

/// <summary>A clock that stands at noon on a Tuesday until it is moved; timers go by real time.</summary>
public sealed class TestClock : TimeProvider
{
    private long ticks = new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero).UtcTicks;

    /// <summary>No time passes between two looks either: what is kept for so long is kept for good.</summary>
    public bool Frozen { get; init; }

    public override long GetTimestamp() => Frozen ? 0 : base.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref ticks), TimeSpan.Zero);

    public void Advance(TimeSpan time) => Interlocked.Add(ref ticks, time.Ticks);
}
