using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NotifyPortal.Notifications.FanOuts;

/// <summary>One who is still to be told. It goes in the transaction that tells them: what is left in the list is what is left to do.</summary>
public sealed class FanOutRecipient
{
    public required long FanOutId { get; init; }

    public required string Address { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<FanOutRecipient>
    {
        public void Configure(EntityTypeBuilder<FanOutRecipient> recipient)
        {
            recipient.ToTable("FanOutRecipients");
            recipient.HasKey(r => new { r.FanOutId, r.Address });
            recipient.Property(r => r.Address).HasMaxLength(450);
            recipient.HasOne<FanOut>().WithMany().HasForeignKey(r => r.FanOutId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}
