using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NotifyPortal.Notifications.Tallies;

/// <summary>How many queued rows users have of a type, by state: what the overview shows, without counting ten million rows for it.</summary>
public sealed class TypeTally
{
    /// <summary>The type of the rows' messages; "" stands for none.</summary>
    public required string Type { get; init; }

    public long Total { get; init; }

    public long Unread { get; init; }

    public long Dismissed { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<TypeTally>
    {
        public void Configure(EntityTypeBuilder<TypeTally> tally)
        {
            tally.ToTable("TypeTallies");
            tally.HasKey(t => t.Type);
            tally.Property(t => t.Type).HasMaxLength(100);
        }
    }
}
