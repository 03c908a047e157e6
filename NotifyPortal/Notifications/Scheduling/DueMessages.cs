using Microsoft.EntityFrameworkCore;
using NotifyPortal.Accounts;
using NotifyPortal.Data;
using NotifyPortal.Jobs;
using NotifyPortal.Live;
using NotifyPortal.Notifications.Extending;
using NotifyPortal.Notifications.FanOuts;
using NotifyPortal.Notifications.Preferences;

namespace NotifyPortal.Notifications.Scheduling;

/// <summary>Sends messages whose time has come, and takes away the rows of those whose time is over.</summary>
public sealed class DueMessages(
    StoreWriter writer, IDbContextFactory<PortalDbContext> contexts, AccountDirectory accounts, MutedRecipients muted, JobBoard jobs,
    NotificationBroker broker, Observers observers, TimeProvider clock)
{
    internal const string JobName = "due messages";

    /// <summary>So many rows go in one transaction, so that others get through.</summary>
    internal const int ChunkSize = 2000;

    private readonly Outgoing outgoing = new(new AudienceReader(accounts));
    private readonly CrowdReader crowds = new(accounts);
    private readonly Announcer announcer = new(broker, observers);

    /// <summary>Does all that is due by now.</summary>
    /// <returns>When the next is.</returns>
    public async Task<DateTimeOffset?> RunAsync(CancellationToken cancellationToken = default)
    {
        await ExpireAsync(cancellationToken);

        while (await PublishNextAsync(cancellationToken))
        {
        }

        return await NextAsync(cancellationToken);
    }

    /// <summary>Sends the one that has waited longest, and forgets in the same transaction that it was waiting.</summary>
    private async Task<bool> PublishNextAsync(CancellationToken cancellationToken)
    {
        var now = clock.Now();
        var sent = await writer.WriteAsync((db, token) => PublishNextAsync(db, now, token), cancellationToken);

        if (sent is null)
        {
            return false;
        }

        announcer.Announce(sent.Stored);
        announcer.AnnounceToAdmins(LiveEventKind.Job, sent.MessageId);

        if (sent.FanOutId is not null)
        {
            jobs.Wake(FanOutService.JobName);
        }

        return true;
    }

    private async Task<Sent?> PublishNextAsync(PortalDbContext db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var due = await db.Set<ScheduledMessage>().Where(s => s.PublishAt <= now).OrderBy(s => s.PublishAt).FirstOrDefaultAsync(cancellationToken);

        if (due is null)
        {
            return null;
        }

        db.Remove(due);
        await db.Set<Message>().Where(m => m.Id == due.MessageId).ExecuteUpdateAsync(set => set.SetProperty(m => m.CreatedAt, now), cancellationToken);
        var message = await db.Set<Message>().AsNoTracking().SingleAsync(m => m.Id == due.MessageId, cancellationToken);

        if (message.ExpiresAt <= now)
        {
            return new Sent(message.Id, Stored.Nothing, null); // the portal was down from before its time until after its end
        }

        var audience = due.ReadAudience();
        var crowd = await crowds.ReadAsync(db, audience, cancellationToken);
        var (stored, result) = await outgoing.StoreAsync(db, audience, crowd, Sending.Of(message, now, muted), cancellationToken);

        return new Sent(message.Id, stored, result.FanOutId);
    }

    private async Task ExpireAsync(CancellationToken cancellationToken)
    {
        var now = clock.Now();

        while (await writer.WriteAsync((db, token) => TakeExpiredAsync(db, now, token), cancellationToken) is { Count: > 0 } gone)
        {
            announcer.Announce(LiveEventKind.Removed, gone);
        }
    }

    private static async Task<IReadOnlyList<OwnedRow>> TakeExpiredAsync(PortalDbContext db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var expired = db.Set<Message>().Where(m => m.ExpiresAt <= now).Select(m => m.Id);
        var rows = await (from n in db.Set<Notification>()
                          join r in db.Set<Recipient>() on n.RecipientId equals r.Id
                          where expired.Contains(n.MessageId)
                          select new OwnedRow(r.Address, n.Id)).Take(ChunkSize).ToListAsync(cancellationToken);

        if (rows.Count > 0)
        {
            await NotificationStore.RemoveAsync(db, [.. rows.Select(row => row.Id)], now, cancellationToken);
        }

        return rows;
    }

    private async Task<DateTimeOffset?> NextAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.Now();
        var publish = await db.Set<ScheduledMessage>().MinAsync(s => (DateTimeOffset?)s.PublishAt, cancellationToken);
        var expire = await db.Set<Message>().Where(m => m.ExpiresAt > now).MinAsync(m => m.ExpiresAt, cancellationToken);

        return publish is null || expire < publish ? expire : publish;
    }

    private sealed record Sent(long MessageId, Stored Stored, long? FanOutId);
}
