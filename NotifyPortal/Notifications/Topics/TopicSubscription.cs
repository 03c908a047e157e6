using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NotifyPortal.Accounts;

namespace NotifyPortal.Notifications.Topics;

/// <summary>That a user wants what is sent to a topic. A topic is no more than its subscriptions: there is none without one.</summary>
public sealed class TopicSubscription
{
    public long Id { get; init; }

    public required string Topic { get; init; }

    public required string UserId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<TopicSubscription>
    {
        public void Configure(EntityTypeBuilder<TopicSubscription> subscription)
        {
            subscription.ToTable("TopicSubscriptions");
            subscription.Property(s => s.Topic).HasMaxLength(Topics.MaxName);
            subscription.HasIndex(s => new { s.Topic, s.UserId }).IsUnique();
            subscription.HasOne<PortalUser>().WithMany().HasForeignKey(s => s.UserId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}
