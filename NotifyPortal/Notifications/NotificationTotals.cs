using Microsoft.EntityFrameworkCore;
using NotifyPortal.Data;
using NotifyPortal.Modules;

namespace NotifyPortal.Notifications;

/// <summary>Counts over all users: what the module says of itself. Queued rows of users only.</summary>
public sealed class NotificationTotals(IDbContextFactory<PortalDbContext> contexts)
{
    public async Task<(long Total, long Unread, long Dismissed)> CountAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = Recipient.OfUsers(db, db.Set<Notification>().AsNoTracking().Where(n => n.Mode == NotificationMode.Queued));

        return (
            await rows.LongCountAsync(cancellationToken),
            await rows.LongCountAsync(n => n.SeenAt == null && n.DismissedAt == null, cancellationToken),
            await rows.LongCountAsync(n => n.DismissedAt != null, cancellationToken));
    }

    internal async Task<IReadOnlyList<ModuleStat>> StatsAsync(CancellationToken cancellationToken)
    {
        var (total, unread, dismissed) = await CountAsync(cancellationToken);

        return [new ModuleStat("Total", total), new ModuleStat("Unread", unread), new ModuleStat("Dismissed", dismissed)];
    }
}
