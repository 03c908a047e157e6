using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NotifyPortal.Notifications;

/// <summary>
/// That a recipient was told of a message whose row has since passed to a newer one, by a fold or a replacement: the message's status
/// counts it, and an activity that is told again finds it and tells nobody twice. Goes with the message.
/// </summary>
public sealed class Superseded
{
    public required long MessageId { get; init; }

    public required int RecipientId { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<Superseded>
    {
        public void Configure(EntityTypeBuilder<Superseded> superseded)
        {
            superseded.ToTable("Superseded");
            superseded.HasKey(s => new { s.MessageId, s.RecipientId });
            superseded.HasOne<Message>().WithMany().HasForeignKey(s => s.MessageId).OnDelete(DeleteBehavior.Cascade);
            superseded.HasOne<Recipient>().WithMany().HasForeignKey(s => s.RecipientId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}
