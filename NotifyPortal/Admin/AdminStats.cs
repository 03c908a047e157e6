using Microsoft.EntityFrameworkCore;
using NotifyPortal.Data;
using NotifyPortal.Notifications;
using NotifyPortal.Notifications.Types;

namespace NotifyPortal.Admin;

/// <summary>The figures of the admin overview, over all users.</summary>
public sealed class AdminStats(
    IDbContextFactory<PortalDbContext> contexts, NotificationTotals totals, NotificationTypeRegistry types, TimeProvider clock)
{
    /// <summary>Total, unread, dismissed.</summary>
    public async Task<OverviewTotals> TotalsAsync(CancellationToken cancellationToken = default)
    {
        var (total, unread, dismissed) = await totals.CountAsync(cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var since = clock.Now().AddDays(-1);

        return new OverviewTotals(
            total, unread, dismissed,
            await Queued(db).LongCountAsync(n => n.CreatedAt > since, cancellationToken),
            await Queued(db).Where(n => n.SeenAt == null && n.DismissedAt == null).MinAsync(n => (DateTimeOffset?)n.CreatedAt, cancellationToken));
    }

    /// <summary>Created in each of the last hours, the oldest first; the last one is the current hour.</summary>
    public Task<IReadOnlyList<CreatedIn>> CreatedPerHourAsync(int hours = 24, CancellationToken cancellationToken = default) =>
        CreatedPerAsync(TimeSpan.FromHours(1), hours, cancellationToken);

    /// <summary>Created on each of the last days (UTC), the oldest first; the last one is today.</summary>
    public Task<IReadOnlyList<CreatedIn>> CreatedPerDayAsync(int days = 30, CancellationToken cancellationToken = default) =>
        CreatedPerAsync(TimeSpan.FromDays(1), days, cancellationToken);

    /// <summary>How many there are of each type, the most first.</summary>
    public async Task<IReadOnlyList<TypeCount>> ByTypeAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var counts = await (from n in Queued(db)
                            join m in db.Set<Message>() on n.MessageId equals m.Id
                            group n by m.Type ?? "" into byType
                            select new { Type = byType.Key, Count = byType.LongCount() }).ToListAsync(cancellationToken);

        return [.. counts.OrderByDescending(c => c.Count).Select(c => new TypeCount(c.Type, types.NameOf(c.Type is "" ? null : c.Type), c.Count))];
    }

    /// <summary>How many unread ones are how old, counted from the last fold; the youngest first.</summary>
    public async Task<IReadOnlyList<AgeCount>> UnreadByAgeAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.Now();
        var (hour, day, week, month) = (now.AddHours(-1), now.AddDays(-1), now.AddDays(-7), now.AddDays(-30));
        var counts = await Queued(db).Where(n => n.SeenAt == null && n.DismissedAt == null)
            .GroupBy(n => n.UpdatedAt > hour ? 0 : n.UpdatedAt > day ? 1 : n.UpdatedAt > week ? 2 : n.UpdatedAt > month ? 3 : 4)
            .Select(g => new { g.Key, Count = g.LongCount() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);

        return [.. new[] { "Within an hour", "Within a day", "Within a week", "Within 30 days", "Older" }.Select((age, i) => new AgeCount(age, counts.GetValueOrDefault(i)))];
    }

    /// <summary>From sent to seen, of the newest ones that are seen; null when none is.</summary>
    public async Task<SeenLatency?> LatencyAsync(int count = 500, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var seen = await Queued(db).Where(n => n.SeenAt != null).OrderByDescending(n => n.Position).Take(count)
            .Select(n => new { n.SeenAt, n.UpdatedAt }).ToListAsync(cancellationToken);
        List<TimeSpan> sorted = [.. seen.Select(n => n.SeenAt!.Value - n.UpdatedAt).Order()];

        return sorted.Count == 0 ? null : new SeenLatency(sorted[(sorted.Count - 1) / 2], sorted[(int)Math.Ceiling(sorted.Count * 0.95) - 1]);
    }

    private async Task<IReadOnlyList<CreatedIn>> CreatedPerAsync(TimeSpan span, int count, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.Now();
        var current = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % span.Ticks), TimeSpan.Zero);
        var first = current - (span * (count - 1));
        var times = await Queued(db).Where(n => n.CreatedAt >= first).Select(n => n.CreatedAt).ToListAsync(cancellationToken);
        var counts = times.GroupBy(t => (int)((t - first) / span)).ToDictionary(g => g.Key, g => g.LongCount());

        return [.. Enumerable.Range(0, count).Select(i => new CreatedIn(first + (span * i), counts.GetValueOrDefault(i)))];
    }

    private static IQueryable<Notification> Queued(PortalDbContext db) =>
        Recipient.OfUsers(db, db.Set<Notification>().AsNoTracking().Where(n => n.Mode == NotificationMode.Queued));
}
