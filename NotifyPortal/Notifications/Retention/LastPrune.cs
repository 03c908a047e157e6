using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NotifyPortal.Notifications.Retention;

/// <summary>When things were pruned last, and what came of it. One row.</summary>
public sealed class LastPrune
{
    internal const int Only = 1;

    public required int Id { get; init; }

    public required DateTimeOffset At { get; init; }

    public required int Notifications { get; init; }

    public required int Activities { get; init; }

    public required int Messages { get; init; }

    /// <summary>Who asked for it; null: it was time.</summary>
    public string? By { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<LastPrune>
    {
        public void Configure(EntityTypeBuilder<LastPrune> last)
        {
            last.ToTable("LastPrune");
            last.Property(l => l.Id).ValueGeneratedNever();
            last.Property(l => l.By).HasMaxLength(256);
        }
    }
}
