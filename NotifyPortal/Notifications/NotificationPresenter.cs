using System.Text.Json;
using Microsoft.Extensions.Options;
using NotifyPortal.Activities;
using NotifyPortal.Notifications.Types;

namespace NotifyPortal.Notifications;

/// <summary>Makes what is stored ready to be shown: sentence, icon and link. An unknown type gives a plain, safe row.</summary>
public sealed class NotificationPresenter(
    NotificationTypeRegistry types, IEnumerable<LinkTemplate> links, IOptionsMonitor<NotificationOptions> options)
{
    private const string LastResort = "You have a new notification.";

    private readonly Dictionary<string, string> templates =
        links.DistinctBy(l => l.ResourceType).ToDictionary(l => l.ResourceType, l => l.Template, StringComparer.Ordinal);

    internal NotificationView Present(NotificationRow row)
    {
        var (state, message, activity) = row;
        var type = types.Find(message.Type);
        var actors = ActorsOf(row);

        return new NotificationView
        {
            Id = state.Id,
            Position = state.Position,
            Type = message.Type,
            TypeName = message.Type is null ? null : types.NameOf(message.Type),
            Action = message.Action,
            Title = message.Title,
            Text = message is { Title: null, Text: null } ? Sentence(row, actors) : message.Text,
            Icon = Icons.IsKnown(message.Icon) ? message.Icon! : Icons.IsKnown(type?.Icon) ? type!.Icon : Icons.Default,
            Link = LinkOf(row),
            Severity = message.Severity,
            Actor = message.Actor,
            Actors = actors.Count > FoldedActors.Shown ? [.. actors.Take(FoldedActors.Shown)] : actors,
            ActorCount = actors.Count,
            Actions = ActionsOf(message),
            Metadata = state.Metadata ?? message.Metadata,
            Mode = state.Mode,
            Event = message.Event,
            Group = message.Group,
            CollapseKey = message.CollapseKey,
            Occurrences = state.Occurrences,
            Activity = activity,
            SeenAt = state.SeenAt,
            DismissedAt = state.DismissedAt,
            CreatedAt = state.CreatedAt,
            UpdatedAt = state.UpdatedAt,
        };
    }

    /// <summary>"demo.my_thing" → "Demo my thing".</summary>
    internal static string Humanise(string action)
    {
        var words = string.Join(' ', action.Split(['.', '_', '-', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

        return words.Length == 0 ? LastResort : char.ToUpperInvariant(words[0]) + words[1..];
    }

    private string Sentence(NotificationRow row, IReadOnlyList<Actor> actors) => row.Message.Action is { } action
        ? types.SentenceOf(action, Names(actors), row.Activity?.TargetName)
        : LastResort;

    private static string? Names(IReadOnlyList<Actor> actors) => actors.Count switch
    {
        0 => null,
        1 => actors[0].Display,
        2 => $"{actors[0].Display} and {actors[1].Display}",
        _ => $"{actors[0].Display} and {actors.Count - 1} others",
    };

    private static IReadOnlyList<Actor> ActorsOf(NotificationRow row) =>
        row.State.Actors is { } folded ? FoldedActors.Read(folded) : row.Message.Actor is { } actor ? [actor] : [];

    // Checked on write; checked again here, because rows outlive rules.
    private string? LinkOf(NotificationRow row)
    {
        if (row.Message.Link is { } own)
        {
            return SafeLink.IsSafe(own) ? own : null;
        }

        var link = row.Activity is { ResourceType: { } type, ResourceId: { } id } && templates.TryGetValue(type, out var template)
            ? template.Replace("{id}", Uri.EscapeDataString(id), StringComparison.Ordinal)
            : options.CurrentValue.DefaultLink;

        return SafeLink.IsSafe(link) ? link : null;
    }

    private static IReadOnlyList<NotificationAction> ActionsOf(Message message) => message.Actions is null
        ? []
        : [.. JsonSerializer.Deserialize<List<NotificationAction>>(message.Actions, JsonSerializerOptions.Web)!.Where(a => SafeLink.IsSafe(a.Link))];
}
