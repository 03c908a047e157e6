using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NotifyPortal.Notifications.FanOuts;

/// <summary>
/// One message on its way to more recipients than one transaction tells. Whom it is for was settled when it was accepted; who is still
/// to be told stands in <see cref="FanOutChunk"/>. Goes with its message.
/// </summary>
public sealed class FanOut
{
    public long Id { get; init; }

    public required long MessageId { get; init; }

    public FanOutState State { get; init; }

    /// <summary>Whom it was accepted for, those who cannot be told among them. In the end created, folded and skipped add up to it.</summary>
    public required int Total { get; init; }

    public int Created { get; init; }

    public int Folded { get; init; }

    public int Skipped { get; init; }

    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>Null: it is running.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<FanOut>
    {
        public void Configure(EntityTypeBuilder<FanOut> fanOut)
        {
            fanOut.ToTable("FanOuts");
            fanOut.Property(f => f.State).HasConversion<string>().HasMaxLength(20);
            fanOut.HasIndex(f => f.MessageId).IsUnique();
            fanOut.HasIndex(f => f.Id, "IX_FanOuts_Running").HasFilter($"\"{nameof(EndedAt)}\" IS NULL");
            fanOut.HasOne<Message>().WithOne().HasForeignKey<FanOut>(f => f.MessageId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}
