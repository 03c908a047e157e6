using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NotifyPortal.Notifications.Tallies;

/// <summary>How many queued rows users have of an hour: those that were created in it, and the unread ones that were last touched in it.</summary>
public sealed class HourTally
{
    /// <summary>Hours since 1970, UTC.</summary>
    public required long Hour { get; init; }

    public long Created { get; init; }

    public long Unread { get; init; }

    /// <summary>The hour a time falls in.</summary>
    public static long Of(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerHour;

    /// <summary>When an hour began.</summary>
    public static DateTimeOffset StartOf(long hour) => DateTimeOffset.UnixEpoch.AddHours(hour);

    private sealed class Mapping : IEntityTypeConfiguration<HourTally>
    {
        public void Configure(EntityTypeBuilder<HourTally> tally)
        {
            tally.ToTable("HourTallies");
            tally.HasKey(t => t.Hour);
            tally.Property(t => t.Hour).ValueGeneratedNever();
        }
    }
}
