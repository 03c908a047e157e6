using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NotifyPortal.Data;

namespace NotifyPortal.Activities;

/// <summary>Something that happened. Written once, never changed.</summary>
public sealed class ActivityEntry
{
    public long Id { get; init; }

    public required string Action { get; init; }

    public required string Module { get; init; }

    public required ActivityOrigin Origin { get; init; }

    public string? ActorId { get; init; }

    public string? ActorName { get; init; }

    public string? ActorVia { get; init; }

    public string? TargetId { get; init; }

    /// <summary>The target's name or address at the time; it outlives the account.</summary>
    public string? TargetName { get; init; }

    public string? ResourceType { get; init; }

    public string? ResourceId { get; init; }

    /// <summary>A JSON object, or null.</summary>
    public string? Metadata { get; init; }

    /// <summary>What its source calls it; no two entries have the same.</summary>
    public string? SourceKey { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>When it was written here.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    public Actor? Actor => ActorName is null ? null : new Actor(ActorId, ActorName, ActorVia);

    internal static ActivityEntry From(ActivityDraft draft, DateTimeOffset now) => new()
    {
        Action = draft.Action,
        Module = draft.Module,
        Origin = draft.Origin,
        ActorId = draft.Actor?.Id,
        ActorName = draft.Actor?.Name,
        ActorVia = draft.Actor?.Via,
        TargetId = draft.TargetId,
        TargetName = draft.TargetName,
        ResourceType = draft.ResourceType,
        ResourceId = draft.ResourceId,
        Metadata = draft.Metadata?.ToJsonString(JsonSerializerOptions.Web),
        SourceKey = draft.SourceKey,
        OccurredAt = draft.OccurredAt ?? now,
        RecordedAt = now,
    };

    private sealed class Mapping : IEntityTypeConfiguration<ActivityEntry>
    {
        public void Configure(EntityTypeBuilder<ActivityEntry> activity)
        {
            activity.ToTable("Activities");
            activity.Property(a => a.Action).HasMaxLength(100);
            activity.Property(a => a.Module).HasMaxLength(50);
            activity.Property(a => a.Origin).HasConversion<string>().HasMaxLength(10);
            activity.Property(a => a.ActorId).HasMaxLength(255);
            activity.Property(a => a.ActorName).HasMaxLength(255);
            activity.Property(a => a.ActorVia).HasMaxLength(100);
            activity.Property(a => a.TargetId).HasMaxLength(255);
            activity.Property(a => a.TargetName).HasMaxLength(255);
            activity.Property(a => a.ResourceType).HasMaxLength(50);
            activity.Property(a => a.ResourceId).HasMaxLength(255);
            activity.Property(a => a.Metadata).IsJsonAsSaid();
            activity.Property(a => a.SourceKey).HasMaxLength(255);
            activity.Ignore(a => a.Actor);
            activity.HasIndex(a => a.OccurredAt);
            activity.HasIndex(a => a.SourceKey).IsUnique();
        }
    }
}
