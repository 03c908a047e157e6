using System.Text.Json.Nodes;
using NotifyPortal.Activities;

namespace NotifyPortal.Notifications;

/// <summary>What is to be said, before it is sent. Empty texts count as absent.</summary>
public sealed record NotificationDraft
{
    /// <summary>A type users can mute. Not together with <see cref="Action"/>.</summary>
    public string? Type { get; init; }

    /// <summary>What happened, as <c>post.commented</c>; it belongs to at most one type. Not together with <see cref="Type"/>.</summary>
    public string? Action { get; init; }

    /// <summary>One line, at most 255 characters.</summary>
    public string? Title { get; init; }

    /// <summary>At most 4,000 characters. Without title and text the action's template speaks.</summary>
    public string? Text { get; init; }

    /// <summary>A Material Symbols name as <c>[a-z0-9-]{1,40}</c>.</summary>
    public string? Icon { get; init; }

    /// <summary>Relative (<c>/x</c>) or absolute http(s); at most 2,048 characters.</summary>
    public string? Link { get; init; }

    public Severity Severity { get; init; } = Severity.Info;

    /// <summary>Null: the system.</summary>
    public Actor? Actor { get; init; }

    /// <summary>Handed through to clients; at most 8 KB as JSON.</summary>
    public JsonObject? Metadata { get; init; }

    /// <summary>The name under which clients that render their own hear of it; at most 100 characters.</summary>
    public string? Event { get; init; }

    public IReadOnlyList<NotificationAction> Actions { get; init; } = [];

    public NotificationMode Mode { get; init; } = NotificationMode.Queued;

    /// <summary>The next one with the same group takes this one's place, whatever its state. At most 255 characters; not together with <see cref="CollapseKey"/>.</summary>
    public string? Group { get; init; }

    /// <summary>The next one with the same key folds into this one while it is neither seen nor dismissed. Queued only; at most 255 characters.</summary>
    public string? CollapseKey { get; init; }

    /// <summary>When it is sent; null: at once. Not with <see cref="NotificationMode.Ephemeral"/>.</summary>
    public DateTimeOffset? PublishAt { get; init; }

    /// <summary>When its rows go, wherever they are; null: by age alone. Not with <see cref="NotificationMode.Ephemeral"/>.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Whom it goes to; the service fills it in when it sends.</summary>
    internal Audience? SentTo { get; init; }
}
