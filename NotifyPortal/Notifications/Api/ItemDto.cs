using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using NotifyPortal.Activities;

namespace NotifyPortal.Notifications.Api;

/// <summary>A notification as the API shows it. Ids and positions are texts that grow; <c>read</c> means that <c>seenAt</c> is set.</summary>
public sealed record ItemDto
{
    public required string Id { get; init; }
    public required string Position { get; init; }
    public required string? Type { get; init; }
    public required string? Action { get; init; }
    public required string? Title { get; init; }
    public required string? Text { get; init; }
    public required string Icon { get; init; }
    public required string? Link { get; init; }
    public required Severity Severity { get; init; }
    public required ActorDto? Actor { get; init; }

    /// <summary>The newest three.</summary>
    public required IReadOnlyList<ActorDto> Actors { get; init; }
    public required int ActorCount { get; init; }
    public required IReadOnlyList<NotificationAction> Actions { get; init; }
    public required JsonElement? Metadata { get; init; }
    public required NotificationMode Mode { get; init; }
    public required string? Group { get; init; }
    public required string? CollapseKey { get; init; }
    public required int Occurrences { get; init; }
    public required ItemActivityDto? Activity { get; init; }
    public required DateTimeOffset? SeenAt { get; init; }
    public required DateTimeOffset? DismissedAt { get; init; }
    public required bool Read { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Whose it is, where an admin reads everybody's.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RecipientDto? Recipient { get; init; }

    /// <summary>In the answer to a change: takes it back for ten seconds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? UndoToken { get; init; }

    public static ItemDto From(NotificationView view) => new()
    {
        Id = Number(view.Id),
        Position = Number(view.Position),
        Type = view.Type,
        Action = view.Action,
        Title = view.Title,
        Text = view.Text,
        Icon = view.Icon,
        Link = view.Link,
        Severity = view.Severity,
        Actor = ActorDto.From(view.Actor),
        Actors = [.. view.Actors.Select(actor => ActorDto.From(actor)!)],
        ActorCount = view.ActorCount,
        Actions = view.Actions,
        Metadata = Json(view.Metadata),
        Mode = view.Mode,
        Group = view.Group,
        CollapseKey = view.CollapseKey,
        Occurrences = view.Occurrences,
        Activity = view.Activity is { } activity ? new(Number(activity.Id), activity.Module, ResourceOf(activity), activity.OccurredAt) : null,
        SeenAt = view.SeenAt,
        DismissedAt = view.DismissedAt,
        Read = view.SeenAt is not null,
        CreatedAt = view.CreatedAt,
        UpdatedAt = view.UpdatedAt,
        UndoToken = view.UndoToken is { } token ? Number(token) : null,
    };

    /// <summary>What an activity was about; null: nothing in particular.</summary>
    public static ResourceDto? ResourceOf(ActivityEntry activity) => activity.ResourceType is null ? null : new(activity.ResourceType, activity.ResourceId);

    /// <summary>Stored JSON, to be sent as it is.</summary>
    public static JsonElement? Json(string? stored) => stored is null ? null : JsonElement.Parse(stored);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Who did it, as shown: a name that a key gave carries the key's.</summary>
/// <param name="Id">Null for someone without an account.</param>
public sealed record ActorDto(string? Id, string Name)
{
    public static ActorDto? From(Actor? actor) => actor is null ? null : new(actor.Id, actor.Display);
}

/// <summary>Whose a notification is.</summary>
public sealed record RecipientDto(string Id, string Name, string Email);

/// <summary>The activity a notification speaks of.</summary>
public sealed record ItemActivityDto(string Id, string Module, ResourceDto? Resource, DateTimeOffset OccurredAt);
