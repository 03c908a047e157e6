using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace NotifyPortal.Data;

/// <summary>SQLite can neither order nor compare <see cref="DateTimeOffset"/>: it stores microseconds since 1970, UTC.</summary>
internal sealed class MicrosecondsConverter() : ValueConverter<DateTimeOffset, long>(
    time => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond,
    value => new DateTimeOffset((value * TimeSpan.TicksPerMicrosecond) + DateTimeOffset.UnixEpoch.Ticks, TimeSpan.Zero));
