using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NotifyPortal.Data;

namespace NotifyPortal.Notifications.FanOuts;

/// <summary>Some who are still to be told. It goes in the transaction that tells them: the chunks that are left are what is left to do.</summary>
public sealed class FanOutChunk
{
    public required long FanOutId { get; init; }

    /// <summary>Its place among them, from 0.</summary>
    public required int Number { get; init; }

    /// <summary>A JSON array of <see cref="Recipient.Id"/>, in order: neighbours there are neighbours in the store.</summary>
    public required string Recipients { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<FanOutChunk>
    {
        public void Configure(EntityTypeBuilder<FanOutChunk> chunk)
        {
            chunk.ToTable("FanOutChunks");
            chunk.HasKey(c => new { c.FanOutId, c.Number });
            chunk.Property(c => c.Recipients).IsJson();
            chunk.HasOne<FanOut>().WithMany().HasForeignKey(c => c.FanOutId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}
