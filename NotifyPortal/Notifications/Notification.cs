using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NotifyPortal.Data;

namespace NotifyPortal.Notifications;

/// <summary>One recipient's own state on a message: a narrow row, so that telling 100,000 people is cheap.</summary>
public sealed class Notification
{
    /// <summary>Never changes. From the same sequence as <see cref="Position"/>, and equal to it at first.</summary>
    public required long Id { get; init; }

    /// <summary>The place in its recipient's order; the order of positions is the order of commits.</summary>
    public required long Position { get; init; }

    public required int RecipientId { get; init; }

    public required long MessageId { get; init; }

    /// <summary>As the message's; here too, so that counting touches only rows.</summary>
    public NotificationMode Mode { get; init; }

    /// <summary>Follows from <see cref="Mode"/>, <see cref="SeenAt"/> and <see cref="DismissedAt"/>, as it is in the store.</summary>
    public NotificationState State { get; internal init; }

    /// <summary>Null: not seen yet.</summary>
    public DateTimeOffset? SeenAt { get; init; }

    /// <summary>Null: not dismissed. What is dismissed is seen.</summary>
    public DateTimeOffset? DismissedAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The message's sender, in whose namespace the two keys below stand; null without either.</summary>
    public string? Sender { get; init; }

    /// <summary>The next one of this group takes its place.</summary>
    public string? Group { get; init; }

    /// <summary>The collapse key while events still fold into this row. Seeing or dismissing it closes the key for good.</summary>
    public string? OpenKey { get; init; }

    /// <summary>How many events this row stands for.</summary>
    public int Occurrences { get; init; } = 1;

    /// <summary>Who acted in the events folded here, the newest first, as JSON; null: the message's actor alone.</summary>
    public string? Actors { get; init; }

    /// <summary>What the folded events' metadata add up to, as a JSON object; null: the message's.</summary>
    public string? Metadata { get; init; }

    /// <summary>The number of the last operation on its state; of a dismissed row the change number its dismissal is replayed by.</summary>
    public long? Operation { get; init; }

    /// <summary><see cref="SeenAt"/> as it was before that operation: what an undo puts back.</summary>
    public DateTimeOffset? SeenBefore { get; init; }

    /// <summary><see cref="DismissedAt"/> as it was before that operation.</summary>
    public DateTimeOffset? DismissedBefore { get; init; }

    private const string StateSql =
        """CASE WHEN "Mode" <> 0 THEN 3 WHEN "DismissedAt" IS NOT NULL THEN 2 WHEN "SeenAt" IS NOT NULL THEN 1 ELSE 0 END""";

    private sealed class Mapping : IEntityTypeConfiguration<Notification>
    {
        public void Configure(EntityTypeBuilder<Notification> notification)
        {
            notification.ToTable("Notifications");
            notification.Property(n => n.Id).ValueGeneratedNever();
            notification.Property(n => n.State).HasComputedColumnSql(StateSql, stored: false);
            notification.HasIndex(n => n.Position).IsUnique(); // the list of everybody's
            // The lists of one recipient, one after the other: no list walks past another's rows, and counting reads nothing else.
            notification.HasIndex(n => new { n.RecipientId, n.State, n.Position });
            notification.HasIndex(n => n.UpdatedAt, "IX_Notifications_OldSeen").HasFilter($"\"{nameof(Mode)}\" = 0 AND \"{nameof(SeenAt)}\" IS NOT NULL");
            notification.HasIndex(n => n.UpdatedAt, "IX_Notifications_OldTimeseries").HasFilter($"\"{nameof(Mode)}\" = 1");
            notification.HasIndex(n => new { n.MessageId, n.RecipientId }).IsUnique();
            notification.Property(n => n.Sender).HasMaxLength(100);
            notification.Property(n => n.Group).HasMaxLength(255);
            notification.Property(n => n.OpenKey).HasMaxLength(255);
            notification.Property(n => n.Actors).IsJson();
            notification.Property(n => n.Metadata).IsJsonAsSaid();
            notification.Property(n => n.Occurrences).HasDefaultValue(1).ValueGeneratedNever();
            notification.HasIndex(n => new { n.RecipientId, n.Sender, n.Group }).IsUnique().HasFilter($"\"{nameof(Group)}\" IS NOT NULL");
            notification.HasIndex(n => new { n.RecipientId, n.Sender, n.OpenKey }).IsUnique().HasFilter($"\"{nameof(OpenKey)}\" IS NOT NULL");
            notification.HasIndex(n => new { n.RecipientId, n.Operation }).HasFilter($"\"{nameof(Operation)}\" IS NOT NULL");
            notification.HasOne<Recipient>().WithMany().HasForeignKey(n => n.RecipientId).OnDelete(DeleteBehavior.Cascade);
            notification.HasOne<Message>().WithMany().HasForeignKey(n => n.MessageId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}
