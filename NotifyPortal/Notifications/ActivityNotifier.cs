using System.Data.Common;
using System.Text.Json.Nodes;
using NotifyPortal.Activities;

namespace NotifyPortal.Notifications;

/// <summary>Turns a recorded activity into the notifications of those it concerns.</summary>
public sealed class ActivityNotifier(NotificationService notifications, ILogger<ActivityNotifier> logger) : IActivityHandler
{
    public async Task<IReadOnlyList<Outcome>> HandleAsync(ActivityEntry entry, ActivityDraft draft, CancellationToken cancellationToken)
    {
        // A target without an account goes the same way and comes out as an unknown recipient.
        var target = entry.TargetId ?? entry.TargetName;
        var recipients = draft.Recipients ?? (target is null ? [] : [target]);

        try
        {
            return await notifications.FanOutAsync(entry, recipients, draft.Presentation, draft.Sender ?? Message.Portal, cancellationToken);
        }
        catch (DbException e)
        {
            Log.StoreRefused(logger, entry.Id, e);

            return [.. recipients.Select(r => new Outcome(r, OutcomeKind.Failed, Error: "The notification could not be stored."))];
        }
    }

    internal static NotificationDraft DraftOf(ActivityEntry entry, Presentation? presentation) => new()
    {
        Action = entry.Action,
        Title = presentation?.Title,
        Text = presentation?.Text,
        Icon = presentation?.Icon,
        Link = presentation?.Link,
        Severity = Enum.TryParse<Severity>(presentation?.Severity, true, out var severity) ? severity : Severity.Info,
        Event = presentation?.Event,
        Group = presentation?.Group,
        CollapseKey = presentation?.CollapseKey,
        Actor = entry.Actor,
        Metadata = entry.Metadata is null ? null : JsonNode.Parse(entry.Metadata)!.AsObject(),
    };
}
