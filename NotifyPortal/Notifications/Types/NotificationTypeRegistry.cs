using System.Text.RegularExpressions;

namespace NotifyPortal.Notifications.Types;

/// <summary>All known types. Built-in ones win; a malformed or second one of a key is refused with a log entry.</summary>
public sealed partial class NotificationTypeRegistry
{
    private readonly Dictionary<string, NotificationType> types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NotificationType> byAction = new(StringComparer.Ordinal);

    public NotificationTypeRegistry(IEnumerable<NotificationType> registered, ILogger<NotificationTypeRegistry> logger)
    {
        foreach (var type in BuiltInTypes.All.Concat(registered))
        {
            if (!TypeKey().IsMatch(type.Key) || type.Key.Length > 100 || string.IsNullOrWhiteSpace(type.Name) || !types.TryAdd(type.Key, type))
            {
                Log.TypeRefused(logger, type.Key);

                continue;
            }

            foreach (var action in type.Templates.Keys)
            {
                // an action maps to at most one type: the first that names it
                if (!byAction.TryAdd(action, type))
                {
                    Log.ActionRefused(logger, action, type.Key, byAction[action].Key);
                }
            }
        }

        All = [.. types.Values.GroupBy(t => t.BaseKey ?? t.Key).SelectMany(family => family.OrderBy(t => t.BaseKey is null ? 0 : 1))];
    }

    /// <summary>Each type followed by its sub-types, in the order they were registered.</summary>
    public IReadOnlyList<NotificationType> All { get; }

    public NotificationType? Find(string? key) => key is null ? null : types.GetValueOrDefault(key);

    /// <summary>The type an action belongs to, or null.</summary>
    public NotificationType? OfAction(string? action) => action is null ? null : byAction.GetValueOrDefault(action);

    /// <summary>The sentence for an action: its type's template, else the action in words. The actor as shown, with whose word the name is.</summary>
    internal string SentenceOf(string action, string? actor, string? target) => OfAction(action)?.Templates[action] is { } template
        ? Slot().Replace(template, slot => slot.Value == "{actor}" ? actor ?? "Someone" : target ?? "you")
        : NotificationPresenter.Humanise(action);

    /// <summary>The name shown for a type's key; an unknown key speaks for itself.</summary>
    public string NameOf(string? key) => key is null ? "Other" : Find(key)?.Name ?? key;

    // In one pass: a name that reads {target} stays a name.
    [GeneratedRegex(@"\{(actor|target)\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Slot();

    /// <summary>The name where its base is not in sight: "Issues › Comments".</summary>
    public string TitleOf(NotificationType type) => Find(type.BaseKey) is { } above ? $"{above.Name} › {type.Name}" : type.Name;

    [GeneratedRegex(@"\A[a-z0-9-]+(\.[a-z0-9-]+)?\z")]
    private static partial Regex TypeKey();
}
