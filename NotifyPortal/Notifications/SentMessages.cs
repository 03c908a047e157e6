using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NotifyPortal.Activities;
using NotifyPortal.Data;
using NotifyPortal.Jobs;
using NotifyPortal.Live;
using NotifyPortal.Notifications.FanOuts;
using NotifyPortal.Notifications.Scheduling;

namespace NotifyPortal.Notifications;

/// <summary>What a sender may do with what is already sent. Another's message and a missing one look the same.</summary>
internal sealed class SentMessages(StoreWriter writer, IDbContextFactory<PortalDbContext> contexts, Announcer announcer, JobBoard jobs, TimeProvider clock)
{
    public async Task<MessageStatus?> FindAsync(SenderRef by, long messageId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        if (await Messages(db, by).AsNoTracking().FirstOrDefaultAsync(m => m.Id == messageId, cancellationToken) is not { } message)
        {
            return null;
        }

        var rows = db.Set<Notification>().Where(n => n.MessageId == messageId);
        var skipped = await db.Set<Skip>().Where(s => s.MessageId == messageId)
            .GroupBy(s => s.Reason).Select(g => new { Reason = g.Key, Count = g.Sum(s => s.Count) }).ToListAsync(cancellationToken);

        return new MessageStatus(
            message.Sent,
            await rows.CountAsync(n => n.SeenAt != null, cancellationToken),
            await rows.CountAsync(n => n.DismissedAt != null, cancellationToken),
            await db.Set<Superseded>().CountAsync(s => s.MessageId == messageId, cancellationToken),
            skipped.ToDictionary(s => s.Reason, s => s.Count),
            await db.Set<ScheduledMessage>().Where(s => s.MessageId == messageId).Select(s => (DateTimeOffset?)s.PublishAt).FirstOrDefaultAsync(cancellationToken),
            message.ExpiresAt);
    }

    /// <summary>Dismisses what is still shown under the key or group.</summary>
    public async Task<int> ResolveAsync(SenderRef by, string? collapseKey, string? group, string? address, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        var rows = await writer.WriteAsync(async (db, token) =>
        {
            var messages = Messages(db, by);
            messages = collapseKey is not null ? messages.Where(m => m.CollapseKey == collapseKey) : messages.Where(m => m.Group == group);
            var open = await (from m in messages
                              join n in db.Set<Notification>() on m.Id equals n.MessageId
                              join r in db.Set<Recipient>() on n.RecipientId equals r.Id
                              where n.DismissedAt == null && (address == null || r.Address == address)
                              orderby r.Id
                              select new OwnedRow(r.Address, n.Id)).ToListAsync(token);

            if (open.Count > 0)
            {
                await DismissAsync(db, [.. open.Select(row => row.Id)], now, token);
            }

            return open;
        }, cancellationToken);
        announcer.Announce(LiveEventKind.Dismissed, rows);

        return rows.Count;
    }

    /// <summary>Takes the message's rows away, for good; whoever was still to be told is not.</summary>
    public async Task<int?> RetractAsync(SenderRef by, long messageId, Actor? actor, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        var rows = await writer.WriteAsync(async (db, token) =>
        {
            if (!await Messages(db, by).AnyAsync(m => m.Id == messageId, token))
            {
                return null;
            }

            var gone = await RowsOf(db, messageId).ToListAsync(token);

            if (await db.Set<Message>().Where(m => m.Id == messageId && m.RetractedAt == null)
                    .ExecuteUpdateAsync(set => set.SetProperty(m => m.RetractedAt, now), token) > 0)
            {
                await db.Set<ScheduledMessage>().Where(s => s.MessageId == messageId).ExecuteDeleteAsync(token);
                await FanOutStore.StopAsync(db, messageId, now, token);
                await NotificationStore.RemoveAsync(db, [.. gone.Select(row => row.Id)], now, token);
                db.Add(ActivityEntry.From(Retraction(messageId, actor, gone.Count), now));
            }

            return gone;
        }, cancellationToken);

        if (rows is not null)
        {
            announcer.Announce(LiveEventKind.Removed, rows);
            announcer.AnnounceToAdmins(LiveEventKind.Activity);
            announcer.AnnounceToAdmins(LiveEventKind.Job, messageId);
        }

        return rows?.Count;
    }

    /// <summary>Writes over the message; its rows keep their places and states.</summary>
    /// <exception cref="ArgumentException">Something is at fault, or it would end before it is sent.</exception>
    public async Task<bool> EditAsync(SenderRef by, long messageId, MessageEdit edit, CancellationToken cancellationToken)
    {
        var clean = DraftRules.CleanOrThrow(
            new NotificationDraft { Title = edit.Title, Text = edit.Text, Link = edit.Link, Icon = edit.Icon, ExpiresAt = edit.ExpiresAt }, clock.Now());
        var (found, rows) = await writer.WriteAsync(async (db, token) =>
        {
            var changed = await Messages(db, by).Where(m => m.Id == messageId).ExecuteUpdateAsync(set => set
                .SetProperty(m => m.Title, m => clean.Title ?? m.Title)
                .SetProperty(m => m.Text, m => clean.Text ?? m.Text)
                .SetProperty(m => m.Link, m => clean.Link ?? m.Link)
                .SetProperty(m => m.Icon, m => clean.Icon ?? m.Icon)
                .SetProperty(m => m.ExpiresAt, m => clean.ExpiresAt ?? m.ExpiresAt), token);

            if (await db.Set<ScheduledMessage>().AnyAsync(s => s.MessageId == messageId && s.PublishAt >= clean.ExpiresAt, token))
            {
                throw new ArgumentException("expiresAt must be after publishAt", nameof(edit));
            }

            return (changed > 0, changed > 0 ? await RowsOf(db, messageId).ToListAsync(token) : []);
        }, cancellationToken);
        announcer.Announce(LiveEventKind.Updated, rows, LiveEvent.Edited);

        if (clean.ExpiresAt is { } end)
        {
            jobs.Wake(DueMessages.JobName, end);
        }

        return found;
    }

    private static IQueryable<Message> Messages(PortalDbContext db, SenderRef by) =>
        by.Admin ? db.Set<Message>() : db.Set<Message>().Where(m => m.Sender == by.Name);

    private static IQueryable<OwnedRow> RowsOf(PortalDbContext db, long messageId) =>
        from n in db.Set<Notification>()
        join r in db.Set<Recipient>() on n.RecipientId equals r.Id
        where n.MessageId == messageId
        select new OwnedRow(r.Address, n.Id);

    // One change number for all of them, and none of it the recipients' own doing: nothing to undo.
    private static async Task DismissAsync(PortalDbContext db, IReadOnlyList<long> ids, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var number = 1 + await NotificationStore.DrawAsync(db, 1, cancellationToken);

        await db.Set<Notification>().Where(n => ids.Contains(n.Id)).ExecuteUpdateAsync(set => set
            .SetProperty(n => n.DismissedAt, now)
            .SetProperty(n => n.SeenAt, n => n.SeenAt ?? now)
            .SetProperty(n => n.OpenKey, (string?)null)
            .SetProperty(n => n.Operation, number)
            .SetProperty(n => n.SeenBefore, (DateTimeOffset?)null)
            .SetProperty(n => n.DismissedBefore, (DateTimeOffset?)null), cancellationToken);
    }

    private static ActivityDraft Retraction(long messageId, Actor? actor, int count) => new("notification.retracted")
    {
        Module = NotificationService.ModuleKey,
        Actor = actor,
        ResourceType = "message",
        ResourceId = messageId.ToString(CultureInfo.InvariantCulture),
        Metadata = new() { ["retracted"] = count },
    };
}
