using NotifyPortal.Activities;
using NotifyPortal.Data;
using NotifyPortal.Modules;
using NotifyPortal.Notifications.FanOuts;
using NotifyPortal.Notifications.Scheduling;

namespace NotifyPortal.Notifications;

/// <summary>
/// What becomes of a sending in the write transaction: rows at once, a message that waits for its time, or one with a job that tells
/// its many recipients. Whatever it is, the module's switch comes first.
/// </summary>
internal sealed class Outgoing(AudienceReader audiences)
{
    /// <param name="crowd">Whom the audience means, if they are too many for one transaction: see <see cref="CrowdReader"/>.</param>
    public async Task<(Stored Stored, SendResult Result)> StoreAsync(
        PortalDbContext db, Audience audience, Crowd? crowd, Sending sending, CancellationToken cancellationToken)
    {
        if (sending is { Draft.PublishAt: { } publishAt, Written: null, Held: false } && await IsEnabledAsync(db, cancellationToken))
        {
            var message = await sending.WriteAsync(db, 0, cancellationToken);
            db.Add(ScheduledMessage.From(message, audience, publishAt));

            return (Stored.Nothing, new SendResult(message.Id, []));
        }

        if (crowd is not null && !sending.Held && await IsEnabledAsync(db, cancellationToken))
        {
            return (Stored.Nothing, await FanOutAsync(db, sending, crowd, cancellationToken));
        }

        var (reached, outcomes) = await audiences.ReadAsync(db, audience, cancellationToken);
        var addressOf = reached.ToDictionary(r => r.Value, r => r.Key, StringComparer.Ordinal);
        var stored = await sending.StoreAsync(db, reached, outcomes, cancellationToken);
        db.AddRange(Skip.From(outcomes, addressOf, sending, stored.MessageId ?? sending.Written?.Id));

        return (stored, new SendResult(stored.MessageId, outcomes));
    }

    // What is stored at once asks for itself.
    private static Task<bool> IsEnabledAsync(PortalDbContext db, CancellationToken cancellationToken) =>
        ModuleService.IsEnabledAsync(db, NotificationService.ModuleKey, cancellationToken);

    private static async Task<SendResult> FanOutAsync(PortalDbContext db, Sending sending, Crowd crowd, CancellationToken cancellationToken)
    {
        if (sending.Activity is not null)
        {
            throw new AudienceTooLargeException();
        }

        var message = sending.Written ?? await sending.WriteAsync(db, 0, cancellationToken);
        var id = await FanOutStore.AcceptAsync(db, message, crowd, sending.Now, cancellationToken);
        db.AddRange(Skip.From(crowd.Outcomes, new Dictionary<string, string>(), sending, message.Id));

        return new SendResult(message.Id, crowd.Outcomes) { FanOutId = id };
    }
}
