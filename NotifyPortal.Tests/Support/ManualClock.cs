namespace NotifyPortal.Tests.Support;

/// <summary>A clock whose timers, too, go only when it is moved.</summary>
public sealed class ManualClock : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<Timer> timers = [];
    private DateTimeOffset now = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (gate)
        {
            var timer = new Timer(this, () => callback(state)) { Due = now + dueTime };
            timers.Add(timer);

            return timer;
        }
    }

    /// <summary>Whether something waits for just so long from now.</summary>
    public bool Waits(TimeSpan time)
    {
        lock (gate)
        {
            return timers.Any(t => t.Due == now + time);
        }
    }

    public void Advance(TimeSpan time)
    {
        List<Timer> due;

        lock (gate)
        {
            now += time;
            due = [.. timers.Where(t => t.Due <= now)];
            due.ForEach(t => timers.Remove(t));
        }

        due.ForEach(t => t.Fire()); // outside the lock: what is called may make timers
    }

    private sealed class Timer(ManualClock clock, Action fire) : ITimer
    {
        public DateTimeOffset Due { get; init; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
            lock (clock.gate)
            {
                clock.timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();

            return ValueTask.CompletedTask;
        }
    }
}
