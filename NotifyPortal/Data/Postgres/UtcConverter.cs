using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace NotifyPortal.Data.Postgres;

/// <summary>timestamptz keeps a moment and no offset, and the driver takes no other than UTC's.</summary>
internal sealed class UtcConverter() : ValueConverter<DateTimeOffset, DateTimeOffset>(time => time.ToUniversalTime(), value => value);
