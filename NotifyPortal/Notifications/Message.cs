using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NotifyPortal.Activities;
using NotifyPortal.Data;

namespace NotifyPortal.Notifications;

/// <summary>What is said. Written once, however many receive it.</summary>
public sealed class Message
{
    public long Id { get; internal set; }

    /// <summary>Who sent it: the name of an API key, or <see cref="Portal"/>.</summary>
    public required string Sender { get; init; }

    /// <summary>The activity it speaks of; an activity has one message at most.</summary>
    public long? ActivityId { get; init; }

    public string? Type { get; init; }

    public string? Action { get; init; }

    public string? Title { get; init; }

    public string? Text { get; init; }

    public string? Icon { get; init; }

    public string? Link { get; init; }

    public Severity Severity { get; init; }

    public NotificationMode Mode { get; init; }

    public string? Event { get; init; }

    public string? ActorId { get; init; }

    public string? ActorName { get; init; }

    public string? ActorVia { get; init; }

    public Actor? Actor => ActorName is null ? null : new Actor(ActorId, ActorName, ActorVia);

    /// <summary>A JSON array of label and link, or null.</summary>
    public string? Actions { get; init; }

    /// <summary>A JSON object, or null.</summary>
    public string? Metadata { get; init; }

    public string? Group { get; init; }

    public string? CollapseKey { get; init; }

    /// <summary>How many recipients it was stored for, whatever became of their rows.</summary>
    public int Sent { get; init; }

    /// <summary>When its sender took it back.</summary>
    public DateTimeOffset? RetractedAt { get; init; }

    /// <summary>When its rows go, wherever they are; null: by age alone.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>In which ways its recipients were named.</summary>
    public AudienceKinds Audience { get; init; }

    /// <summary>The role it went to, if it did.</summary>
    public string? AudienceRole { get; init; }

    /// <summary>The topic it went to, if it did.</summary>
    public string? AudienceTopic { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The sender's name for what the portal itself sends.</summary>
    public const string Portal = "portal";

    internal static Message From(NotificationDraft draft, string sender, string? type, long? activityId, DateTimeOffset now, int sent = 0) => new()
    {
        Sender = sender,
        ActivityId = activityId,
        Type = type,
        Action = draft.Action,
        Title = draft.Title,
        Text = draft.Text,
        Icon = draft.Icon,
        Link = draft.Link,
        Severity = draft.Severity,
        Mode = draft.Mode,
        Event = draft.Event,
        Group = draft.Group,
        CollapseKey = draft.CollapseKey,
        ActorId = draft.Actor?.Id,
        ActorName = draft.Actor?.Name,
        ActorVia = draft.Actor?.Via,
        Actions = draft.Actions.Count == 0 ? null : JsonSerializer.Serialize(draft.Actions, JsonSerializerOptions.Web),
        Metadata = draft.Metadata?.ToJsonString(JsonSerializerOptions.Web),
        Sent = sent,
        ExpiresAt = draft.ExpiresAt,
        Audience = draft.SentTo?.Kinds ?? AudienceKinds.None,
        AudienceRole = draft.SentTo?.Role,
        AudienceTopic = draft.SentTo?.Topic,
        CreatedAt = now,
    };

    private sealed class Mapping : IEntityTypeConfiguration<Message>
    {
        public void Configure(EntityTypeBuilder<Message> message)
        {
            message.ToTable("Messages");
            message.Ignore(m => m.Actor);
            message.Property(m => m.Sender).HasMaxLength(100);
            message.Property(m => m.Type).HasMaxLength(100);
            message.Property(m => m.Action).HasMaxLength(100);
            message.Property(m => m.Title).HasMaxLength(255);
            message.Property(m => m.Text).HasMaxLength(4000);
            message.Property(m => m.Icon).HasMaxLength(40);
            message.Property(m => m.Link).HasMaxLength(2048);
            message.Property(m => m.Event).HasMaxLength(100);
            message.Property(m => m.ActorId).HasMaxLength(255);
            message.Property(m => m.ActorName).HasMaxLength(255);
            message.Property(m => m.ActorVia).HasMaxLength(100);
            message.Property(m => m.Actions).IsJson();
            message.Property(m => m.Metadata).IsJsonAsSaid();
            message.Property(m => m.Group).HasMaxLength(255);
            message.Property(m => m.CollapseKey).HasMaxLength(255);
            message.Property(m => m.AudienceRole).HasMaxLength(256);
            message.Property(m => m.AudienceTopic).HasMaxLength(Topics.Topics.MaxName);
            message.HasIndex(m => m.ActivityId).IsUnique();
            message.HasIndex(m => new { m.Group, m.Sender }).HasFilter($"\"{nameof(Group)}\" IS NOT NULL");
            message.HasIndex(m => new { m.CollapseKey, m.Sender }).HasFilter($"\"{nameof(CollapseKey)}\" IS NOT NULL");
            message.HasIndex(m => m.ExpiresAt).HasFilter($"\"{nameof(ExpiresAt)}\" IS NOT NULL");
            message.HasOne<ActivityEntry>().WithMany().HasForeignKey(m => m.ActivityId).OnDelete(DeleteBehavior.SetNull);
        }
    }
}
