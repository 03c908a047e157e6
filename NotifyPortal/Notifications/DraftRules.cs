using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NotifyPortal.Data;

namespace NotifyPortal.Notifications;

/// <summary>What a draft may contain; the same for the API and for code.</summary>
public static partial class DraftRules
{
    public const int MetadataBytes = 8 * 1024;

    private static readonly TimeSpan FurthestAhead = TimeSpan.FromDays(3653);

    /// <summary>Cleans every text and notes what is at fault under the field's JSON name, prefixed by the path.</summary>
    public static NotificationDraft Clean(NotificationDraft draft, InputErrors errors, string path = "")
    {
        var clean = draft with
        {
            Type = errors.Line($"{path}type", draft.Type, 100),
            Action = errors.Line($"{path}action", draft.Action, 100),
            Title = errors.Line($"{path}title", draft.Title, 255),
            Text = errors.Text($"{path}text", draft.Text, 4000),
            Icon = Icon(draft.Icon, errors, $"{path}icon"),
            Link = Link(draft.Link, errors, $"{path}link"),
            Event = Event(draft.Event, errors, $"{path}event"),
            Metadata = Metadata(draft.Metadata, errors, $"{path}metadata"),
            Actions = Actions(draft.Actions, errors, $"{path}actions"),
            Group = errors.Line($"{path}group", draft.Group, 255),
            CollapseKey = errors.Line($"{path}collapseKey", draft.CollapseKey, 255),
        };

        if (clean is { Type: not null, Action: not null })
        {
            errors.Add($"{path}type", "give type or action, not both");
        }

        if (clean is { Group: not null, CollapseKey: not null })
        {
            errors.Add($"{path}collapseKey", "give group or collapseKey, not both");
        }

        if (clean is { CollapseKey: not null, Mode: not NotificationMode.Queued })
        {
            errors.Add($"{path}collapseKey", "goes with mode queued only");
        }

        if (clean is { Mode: NotificationMode.Ephemeral, PublishAt: not null } or { Mode: NotificationMode.Ephemeral, ExpiresAt: not null })
        {
            errors.Add(clean.PublishAt is null ? $"{path}expiresAt" : $"{path}publishAt", "does not go with mode ephemeral");
        }

        if (clean.ExpiresAt <= clean.PublishAt)
        {
            errors.Add($"{path}expiresAt", "must be after publishAt");
        }

        return clean;
    }

    /// <summary>Checks the times against the portal's clock.</summary>
    public static void CheckTimes(DateTimeOffset? publishAt, DateTimeOffset? expiresAt, DateTimeOffset now, InputErrors errors, string path = "")
    {
        Check("publishAt", publishAt);
        Check("expiresAt", expiresAt);

        void Check(string field, DateTimeOffset? time)
        {
            if (time <= now || time > now + FurthestAhead)
            {
                errors.Add($"{path}{field}", "must be in the future, and within ten years");
            }
        }
    }

    /// <exception cref="ArgumentException">Something is at fault; the message names every field.</exception>
    public static NotificationDraft CleanOrThrow(NotificationDraft draft, DateTimeOffset now)
    {
        var errors = new InputErrors();
        var clean = Clean(draft, errors);
        CheckTimes(clean.PublishAt, clean.ExpiresAt, now, errors);

        return errors.Any ? throw new ArgumentException(errors.ToString(), nameof(draft)) : clean;
    }

    public static string? Icon(string? icon, InputErrors errors, string field)
    {
        if (string.IsNullOrWhiteSpace(icon))
        {
            return null;
        }

        if (!IconName().IsMatch(icon))
        {
            errors.Add(field, "must be 1 to 40 of a-z, 0-9 and -");
        }

        return icon;
    }

    public static string? Link(string? link, InputErrors errors, string field)
    {
        if (string.IsNullOrWhiteSpace(link))
        {
            return null;
        }

        if (!SafeLink.IsSafe(link))
        {
            errors.Add(field, $"must be a path (/…) or an http or https address of at most {SafeLink.MaxLength} characters");
        }

        return link;
    }

    public static string? Event(string? name, InputErrors errors, string field)
    {
        var clean = errors.Line(field, name, 100);

        if (clean is "dismissed" or "disconnecting")
        {
            errors.Add(field, "is one of the stream's own names");
        }

        return clean;
    }

    public static JsonObject? Metadata(JsonObject? metadata, InputErrors errors, string field)
    {
        try
        {
            if (metadata is not null && MetadataSize.Of(metadata) > MetadataBytes)
            {
                errors.Add(field, "must be at most 8 KB");
            }
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException) // half a surrogate pair in a name or value
        {
            errors.Add(field, "must not contain half a surrogate pair");

            return null;
        }

        return metadata;
    }

    private static IReadOnlyList<NotificationAction> Actions(IReadOnlyList<NotificationAction> actions, InputErrors errors, string field)
    {
        if (actions.Count > 2)
        {
            errors.Add(field, "must be at most 2");

            return actions;
        }

        return [.. actions.Select((action, i) => new NotificationAction(
            Required(errors.Line($"{field}[{i}].label", action.Label, 40), errors, $"{field}[{i}].label"),
            Required(Link(action.Link, errors, $"{field}[{i}].link"), errors, $"{field}[{i}].link")))];
    }

    private static string Required(string? value, InputErrors errors, string field)
    {
        if (value is null)
        {
            errors.Add(field, "is required");
        }

        return value ?? "";
    }

    [GeneratedRegex(@"\A[a-z0-9-]{1,40}\z")]
    private static partial Regex IconName();
}
