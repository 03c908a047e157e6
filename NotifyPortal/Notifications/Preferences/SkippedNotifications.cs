using Microsoft.EntityFrameworkCore;
using NotifyPortal.Accounts;
using NotifyPortal.Activities;
using NotifyPortal.Data;
using NotifyPortal.Notifications.Types;

namespace NotifyPortal.Notifications.Preferences;

/// <summary>Answers "why did I not get this?" for the last days.</summary>
public sealed class SkippedNotifications(IDbContextFactory<PortalDbContext> contexts, NotificationTypeRegistry types, TimeProvider clock)
{
    /// <summary>How long a skip is kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    /// <summary>The newest a user did not get. What they had already is not among them.</summary>
    public async Task<IReadOnlyList<SkippedNotification>> OfUserAsync(string userId, int limit = 50, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var own = Recent(db).Where(s => s.Recipient == userId && s.Reason != SkipReason.Duplicate).OrderByDescending(s => s.Id).Take(limit);

        return await ReadAsync(db, own, cancellationToken);
    }

    /// <summary>Everybody's, newest first, in keyset pages; for admins. What was meant for nobody only when it is asked for.</summary>
    public async Task<Page<SkippedNotification>> ListAsync(SkippedQuery query, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = Recent(db);
        rows = query.Recipient is null ? rows : rows.Where(s => s.Recipient == query.Recipient);
        rows = query.MessageId is null ? rows : rows.Where(s => s.MessageId == query.MessageId);
        rows = query.Reason is { } reason ? rows.Where(s => s.Reason == reason) : rows.Where(s => s.Reason != SkipReason.NoTarget);
        var page = await rows.ToPageAsync(s => s.Id, query.Cursor, query.Limit, cancellationToken);
        List<long> ids = [.. page.Items.Select(s => s.Id)];
        var read = (await ReadAsync(db, db.Set<Skip>().Where(s => ids.Contains(s.Id)), cancellationToken)).ToDictionary(s => s.Id);

        return page.Select(s => read[s.Id]);
    }

    private IQueryable<Skip> Recent(PortalDbContext db)
    {
        var since = clock.Now() - Kept;

        return db.Set<Skip>().AsNoTracking().Where(s => s.CreatedAt >= since);
    }

    private async Task<IReadOnlyList<SkippedNotification>> ReadAsync(PortalDbContext db, IQueryable<Skip> skips, CancellationToken cancellationToken)
    {
        var rows = await (from skip in skips
                          join message in db.Set<Message>().AsNoTracking() on skip.MessageId equals message.Id into messages
                          from message in messages.DefaultIfEmpty()
                          join user in db.Set<PortalUser>().AsNoTracking() on skip.Recipient equals user.Id into users
                          from user in users.DefaultIfEmpty()
                          select new { Skip = skip, Message = message, Name = user == null ? null : user.DisplayName })
            .ToListAsync(cancellationToken);

        return [.. rows.OrderByDescending(row => row.Skip.Id).Select(row => Shown(row.Skip, row.Message, row.Name))];
    }

    private SkippedNotification Shown(Skip skip, Message? message, string? name)
    {
        var action = message?.Action is { } done ? types.SentenceOf(done, message.Actor?.Display, null) : null;

        return new SkippedNotification(
            skip.Id, name ?? skip.Recipient, message?.Title ?? message?.Text ?? action ?? skip.Headline,
            skip.Type, types.Find(skip.Type) is { } type ? types.TitleOf(type) : skip.Type, skip.Reason, skip.Count, skip.MessageId, skip.CreatedAt);
    }
}
