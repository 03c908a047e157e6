using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NotifyPortal.Data;

namespace NotifyPortal.Notifications.Scheduling;

/// <summary>That a message waits for its time, and whom it is then for. Gone when it is sent, or taken back before.</summary>
public sealed class ScheduledMessage
{
    public required long MessageId { get; init; }

    public required DateTimeOffset PublishAt { get; init; }

    /// <summary>The audience as JSON; who that is, is found out when it is sent.</summary>
    public required string Audience { get; init; }

    internal Audience ReadAudience() => JsonSerializer.Deserialize<Audience>(Audience)!;

    internal static ScheduledMessage From(Message message, Audience audience, DateTimeOffset publishAt) => new()
    {
        MessageId = message.Id,
        PublishAt = publishAt,
        Audience = JsonSerializer.Serialize(audience),
    };

    private sealed class Mapping : IEntityTypeConfiguration<ScheduledMessage>
    {
        public void Configure(EntityTypeBuilder<ScheduledMessage> scheduled)
        {
            scheduled.ToTable("ScheduledMessages");
            scheduled.HasKey(s => s.MessageId);
            scheduled.Property(s => s.MessageId).ValueGeneratedNever();
            scheduled.Property(s => s.Audience).IsJson();
            scheduled.HasIndex(s => s.PublishAt);
            scheduled.HasOne<Message>().WithOne().HasForeignKey<ScheduledMessage>(s => s.MessageId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}
