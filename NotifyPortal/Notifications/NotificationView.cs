using NotifyPortal.Activities;

namespace NotifyPortal.Notifications;

/// <summary>One recipient's notification as pages and the API show it: every text and link ready and checked.</summary>
public sealed record NotificationView
{
    public required long Id { get; init; }

    public required long Position { get; init; }

    public string? Type { get; init; }

    /// <summary>The type's name as shown; null without a type.</summary>
    public string? TypeName { get; init; }

    public string? Action { get; init; }

    /// <summary>As sent.</summary>
    public string? Title { get; init; }

    /// <summary>As sent; without title and text the sentence of the action.</summary>
    public string? Text { get; init; }

    /// <summary>A known icon: the message's own, else the type's.</summary>
    public required string Icon { get; init; }

    /// <summary>Safe to stand in a page; null: it leads nowhere.</summary>
    public string? Link { get; init; }

    public required Severity Severity { get; init; }

    public Actor? Actor { get; init; }

    /// <summary>Who acted in the events this stands for: the newest three.</summary>
    public IReadOnlyList<Actor> Actors { get; init; } = [];

    /// <summary>How many different ones there were; counted up to 100.</summary>
    public int ActorCount { get; init; }

    public required IReadOnlyList<NotificationAction> Actions { get; init; }

    /// <summary>A JSON object, or null.</summary>
    public string? Metadata { get; init; }

    public required NotificationMode Mode { get; init; }

    /// <summary>What it is called where somebody else renders it; null: <see cref="GenericEvent"/>.</summary>
    public string? Event { get; init; }

    public string? Group { get; init; }

    public string? CollapseKey { get; init; }

    /// <summary>How many events this stands for: ×N.</summary>
    public int Occurrences { get; init; } = 1;

    /// <summary>The activity it speaks of, if it does: module, resource, when it happened.</summary>
    public ActivityEntry? Activity { get; init; }

    public DateTimeOffset? SeenAt { get; init; }

    public DateTimeOffset? DismissedAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>In the answer to a change: takes it back for ten seconds.</summary>
    public long? UndoToken { get; init; }

    public bool Unread => Mode == NotificationMode.Queued && SeenAt is null && DismissedAt is null;

    /// <summary>What <see cref="Event"/> is where the sender named none.</summary>
    public const string GenericEvent = "generic";

    /// <summary>What pages and streams know it by.</summary>
    public string EventName => Event ?? GenericEvent;

    /// <summary>What stands in bold: the title, else the text.</summary>
    public string Headline => Title ?? Text!;

    /// <summary>The line beneath; null when the headline says it all.</summary>
    public string? Detail => Title is null ? null : Text;

    /// <summary>Whether both say the same, whenever they were read. Records compare the lists in them by identity.</summary>
    internal bool LooksLike(NotificationView other) =>
        this with { Actors = other.Actors, Actions = other.Actions, Activity = other.Activity, UndoToken = other.UndoToken } == other
        && Activity?.Id == other.Activity?.Id && Actors.SequenceEqual(other.Actors) && Actions.SequenceEqual(other.Actions);
}
