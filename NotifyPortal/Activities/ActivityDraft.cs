using System.Text.Json.Nodes;

namespace NotifyPortal.Activities;

/// <summary>Something that happened, to be recorded.</summary>
/// <param name="Action">What was done, as <c>post.commented</c>; at most 100 characters.</param>
public sealed record ActivityDraft(string Action)
{
    public string Module { get; init; } = "portal";

    public ActivityOrigin Origin { get; init; } = ActivityOrigin.Auto;

    /// <summary>Null: the system.</summary>
    public Actor? Actor { get; init; }

    /// <summary>The user it was done to, as an id: who is notified, unless <see cref="Recipients"/> are named.</summary>
    public string? TargetId { get; init; }

    /// <summary>The target as it is shown. Without <see cref="TargetId"/> it is someone no account answers to.</summary>
    public string? TargetName { get; init; }

    /// <summary>The only ones to be notified, as user ids or e-mail addresses; null: the target.</summary>
    public IReadOnlyList<string>? Recipients { get; init; }

    public string? ResourceType { get; init; }

    public string? ResourceId { get; init; }

    public JsonObject? Metadata { get; init; }

    /// <summary>Null: now.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    public Presentation? Presentation { get; init; }

    /// <summary>What the source calls this very event, as <c>source/id</c>, at most 255 characters: it is recorded once, however often it is told. Null: every call is a new one.</summary>
    public string? SourceKey { get; init; }

    /// <summary>The API key it came through, by name; null: the portal itself.</summary>
    public string? Sender { get; init; }
}
