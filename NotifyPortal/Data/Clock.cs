namespace NotifyPortal.Data;

/// <summary>The portal's time.</summary>
public static class Clock
{
    /// <summary>Now in UTC, cut to whole microseconds: PostgreSQL keeps no more, and what is stored is what is returned.</summary>
    public static DateTimeOffset Now(this TimeProvider clock)
    {
        var now = clock.GetUtcNow();

        return new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
    }
}
