using Microsoft.EntityFrameworkCore;
using NotifyPortal.Accounts;
using NotifyPortal.Data;
using NotifyPortal.Notifications;

namespace NotifyPortal.Admin;

/// <summary>The notifications of all users, newest first.</summary>
public sealed class AllNotifications(IDbContextFactory<PortalDbContext> contexts, NotificationTotals totals, NotificationPresenter presenter)
{
    /// <summary>One keyset page.</summary>
    public async Task<Page<RecipientNotification>> ListAsync(AllNotificationsQuery query, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var total = query.UserId is null ? await TotalAsync(query, cancellationToken) : (long?)null; // else a walk through everything would find nothing
        var states = await Page.ToPageAsync(Matching(db, query), n => n.Position, query.Cursor, query.Limit, total, cancellationToken);
        var views = await ReadAsync(db, [.. states.Items.Select(n => n.Id)], cancellationToken);

        return states.Select(n => views[n.Id]);
    }

    private async Task<long> TotalAsync(AllNotificationsQuery query, CancellationToken cancellationToken)
    {
        var types = (await totals.ByTypeAsync(cancellationToken))
            .Where(t => query.Type is null || t.Type == query.Type || t.Type.StartsWith($"{query.Type}.", StringComparison.Ordinal));

        return (query.Status, query.Dismissed) switch
        {
            (InboxStatus.Unread, DismissedFilter.Only) => 0,
            (InboxStatus.Unread, _) => types.Sum(t => t.Unread),
            (_, DismissedFilter.Exclude) => types.Sum(t => t.Total - t.Dismissed),
            (_, DismissedFilter.Only) => types.Sum(t => t.Dismissed),
            _ => types.Sum(t => t.Total),
        };
    }

    // Everybody's are walked by position; one user's are read from the front of each list.
    private static IReadOnlyList<IQueryable<Notification>> Matching(PortalDbContext db, AllNotificationsQuery query)
    {
        var rows = InboxReader.OfType(db, Recipient.OfUsers(db, db.Set<Notification>().AsNoTracking()), query.Type);
        var states = InboxReader.StatesOf(query.Status, query.Dismissed);

        if (query.UserId is null)
        {
            return [rows.Where(n => states.Contains(n.State))];
        }

        rows = rows.Where(n => n.RecipientId == db.Set<Recipient>().Where(r => r.UserId == query.UserId).Select(r => r.Id).FirstOrDefault());

        return [.. states.Select(state => rows.Where(n => n.State == state))];
    }

    private async Task<Dictionary<long, RecipientNotification>> ReadAsync(PortalDbContext db, List<long> ids, CancellationToken cancellationToken)
    {
        var rows = NotificationRow.In(db, db.Set<Notification>().AsNoTracking().Where(n => ids.Contains(n.Id)));
        var recipients = await (from n in db.Set<Notification>().AsNoTracking()
                                join r in db.Set<Recipient>() on n.RecipientId equals r.Id
                                join u in db.Set<PortalUser>() on r.UserId equals u.Id
                                where ids.Contains(n.Id)
                                select new { n.Id, Account = new AccountRef(u.Id, u.DisplayName, u.Email!, u.DeactivatedAt == null) })
            .ToDictionaryAsync(r => r.Id, r => r.Account, cancellationToken);

        return (await rows.ToListAsync(cancellationToken))
            .ToDictionary(row => row.State.Id, row => new RecipientNotification(recipients[row.State.Id], presenter.Present(row), row.Message.Id));
    }
}
