using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace NotifyPortal.Data.Sqlite;

/// <summary>SQLite can neither order nor compare <see cref="DateTimeOffset"/>: it stores microseconds since 1970, UTC.</summary>
internal sealed class MicrosecondsConverter() : ValueConverter<DateTimeOffset, long>(time => Write(time), value => Read(value))
{
    public static long Write(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset Read(long value) => new((value * TimeSpan.TicksPerMicrosecond) + DateTimeOffset.UnixEpoch.Ticks, TimeSpan.Zero);
}
