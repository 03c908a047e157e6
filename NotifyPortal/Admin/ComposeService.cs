using System.Security.Claims;
using NotifyPortal.Activities;
using NotifyPortal.Notifications;

namespace NotifyPortal.Admin;

/// <summary>Sends what an admin has composed, and records that it was.</summary>
public sealed class ComposeService(NotificationService notifications, ActivityLog activities, ActingAdmin acting)
{
    /// <exception cref="UnauthorizedAccessException">The sender is no admin (any more).</exception>
    public async Task<SendResult> SendAsync(ComposeModel model, ClaimsPrincipal admin, CancellationToken cancellationToken = default)
    {
        var actor = await acting.GetAsync(admin, cancellationToken);
        var result = await notifications.SendAsync(model.Audience, model.Draft with { Actor = actor }, cancellationToken: cancellationToken);

        await activities.RecordAsync(new ActivityDraft("notification.composed")
        {
            Module = NotificationService.ModuleKey,
            Origin = ActivityOrigin.Manual,
            Actor = actor,
            Recipients = [],
            ResourceType = "message",
            ResourceId = result.MessageId?.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Metadata = new() { ["to"] = model.To.ToString(), ["created"] = result.Created, ["skipped"] = result.Skipped },
        }, cancellationToken);

        return result;
    }
}
