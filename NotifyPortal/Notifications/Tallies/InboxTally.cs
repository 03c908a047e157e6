using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NotifyPortal.Notifications.Tallies;

/// <summary>
/// How many queued rows a recipient has read and dismissed, so that the total of a page costs the same however long one's history is. Unread ones
/// are few, and counted: keeping their number, too, would cost a fan-out another write for each recipient.
/// </summary>
public sealed class InboxTally
{
    public required int RecipientId { get; init; }

    public long Read { get; init; }

    public long Dismissed { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<InboxTally>
    {
        public void Configure(EntityTypeBuilder<InboxTally> tally)
        {
            tally.ToTable("InboxTallies");
            tally.HasKey(t => t.RecipientId);
            tally.Property(t => t.RecipientId).ValueGeneratedNever();
            tally.HasOne<Recipient>().WithOne().HasForeignKey<InboxTally>(t => t.RecipientId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}
