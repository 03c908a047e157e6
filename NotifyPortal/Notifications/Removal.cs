using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NotifyPortal.Notifications;

/// <summary>What is left of a row that was replaced, retracted, expired or pruned, so that a returning stream can take it away.</summary>
public sealed class Removal
{
    /// <summary>How long it is kept.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(7);

    public required int RecipientId { get; init; }

    /// <summary>The change number, from the sequence of ids and positions.</summary>
    public required long Number { get; init; }

    public required long NotificationId { get; init; }

    public required DateTimeOffset At { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<Removal>
    {
        public void Configure(EntityTypeBuilder<Removal> removal)
        {
            removal.ToTable("Removals");
            removal.HasKey(r => new { r.RecipientId, r.Number });
            removal.HasIndex(r => r.At);
            removal.HasOne<Recipient>().WithMany().HasForeignKey(r => r.RecipientId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}
