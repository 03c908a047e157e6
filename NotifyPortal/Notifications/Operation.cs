using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NotifyPortal.Live;

namespace NotifyPortal.Notifications;

/// <summary>
/// One change of state by its recipient, single or bulk: what an undo token names. The rows it changed carry its number and what it
/// replaced. Kept as long as it can be undone; a recipient's next operation sweeps the older ones.
/// </summary>
public sealed class Operation
{
    /// <summary>How long it can be taken back, by the server's time.</summary>
    public static readonly TimeSpan Undoable = TimeSpan.FromSeconds(10);

    public required int RecipientId { get; init; }

    /// <summary>From the sequence of ids and positions.</summary>
    public required long Number { get; init; }

    /// <summary>What it announced.</summary>
    public required LiveEventKind Signal { get; init; }

    /// <summary>The row it was about; null: many.</summary>
    public long? NotificationId { get; init; }

    public required DateTimeOffset At { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<Operation>
    {
        public void Configure(EntityTypeBuilder<Operation> operation)
        {
            operation.ToTable("Operations");
            operation.HasKey(o => new { o.RecipientId, o.Number });
            operation.HasOne<Recipient>().WithMany().HasForeignKey(o => o.RecipientId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}
