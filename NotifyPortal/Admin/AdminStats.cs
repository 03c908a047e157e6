using Microsoft.EntityFrameworkCore;
using NotifyPortal.Data;
using NotifyPortal.Notifications;
using NotifyPortal.Notifications.Tallies;
using NotifyPortal.Notifications.Types;

namespace NotifyPortal.Admin;

/// <summary>The figures of the admin overview, over all users.</summary>
public sealed class AdminStats(
    StoreReader store, IDbContextFactory<PortalDbContext> contexts, NotificationTotals totals, NotificationTypeRegistry types, TimeProvider clock)
{
    /// <summary>Total, unread, dismissed.</summary>
    public async Task<OverviewTotals> TotalsAsync(CancellationToken cancellationToken = default)
    {
        var (total, unread, dismissed) = await totals.CountAsync(cancellationToken);
        var first = HourTally.Of(clock.Now()) - 23;
        var (hours, oldest) = await store.ReadAsync(async sql =>
            (await TallyReading.HoursAsync(sql, first, cancellationToken), await TallyReading.OldestUnreadAsync(sql, cancellationToken)));

        return new OverviewTotals(total, unread, dismissed, hours.Sum(h => h.Created), oldest is { } hour ? HourTally.StartOf(hour) : null);
    }

    /// <summary>Created in each of the last hours, the oldest first; the last one is the current hour.</summary>
    public Task<IReadOnlyList<CreatedIn>> CreatedPerHourAsync(int hours = 24, CancellationToken cancellationToken = default) =>
        CreatedPerAsync(1, hours, cancellationToken);

    /// <summary>Created on each of the last days (UTC), the oldest first; the last one is today.</summary>
    public Task<IReadOnlyList<CreatedIn>> CreatedPerDayAsync(int days = 30, CancellationToken cancellationToken = default) =>
        CreatedPerAsync(24, days, cancellationToken);

    /// <summary>How many there are of each type, the most first.</summary>
    public async Task<IReadOnlyList<TypeCount>> ByTypeAsync(CancellationToken cancellationToken = default) =>
        [.. (await totals.ByTypeAsync(cancellationToken)).Where(t => t.Total > 0).OrderByDescending(t => t.Total)
            .Select(t => new TypeCount(t.Type, types.NameOf(t.Type is "" ? null : t.Type), t.Total))];

    /// <summary>How many unread ones are how old, by the clock's hours and counted from the last fold; the youngest first.</summary>
    public async Task<IReadOnlyList<AgeCount>> UnreadByAgeAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var hour = HourTally.Of(clock.Now());
        var (day, week, month) = (hour - 24, hour - (7 * 24), hour - (30 * 24));
        var counts = await db.Set<HourTally>().Where(h => h.Unread > 0)
            .GroupBy(h => h.Hour >= hour ? 0 : h.Hour > day ? 1 : h.Hour > week ? 2 : h.Hour > month ? 3 : 4)
            .Select(g => new { g.Key, Count = g.Sum(h => h.Unread) }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);

        return [.. new[] { "This hour", "Within a day", "Within a week", "Within 30 days", "Older" }.Select((age, i) => new AgeCount(age, counts.GetValueOrDefault(i)))];
    }

    /// <summary>From sent to seen, of those of the seen ones that were last touched; null when none is.</summary>
    public async Task<SeenLatency?> LatencyAsync(int count = 500, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var seen = await Queued(db).Where(n => n.SeenAt != null).OrderByDescending(n => n.UpdatedAt).Take(count)
            .Select(n => new { n.SeenAt, n.UpdatedAt }).ToListAsync(cancellationToken);
        List<TimeSpan> sorted = [.. seen.Select(n => n.SeenAt!.Value - n.UpdatedAt).Order()];

        return sorted.Count == 0 ? null : new SeenLatency(sorted[(sorted.Count - 1) / 2], sorted[(int)Math.Ceiling(sorted.Count * 0.95) - 1]);
    }

    private async Task<IReadOnlyList<CreatedIn>> CreatedPerAsync(int hours, int count, CancellationToken cancellationToken)
    {
        var first = (HourTally.Of(clock.Now()) / hours) - count + 1;
        var counts = (await store.ReadAsync(sql => TallyReading.HoursAsync(sql, first * hours, cancellationToken)))
            .GroupBy(h => h.Hour / hours).ToDictionary(g => g.Key, g => g.Sum(h => h.Created));

        return [.. Enumerable.Range(0, count).Select(i => new CreatedIn(HourTally.StartOf((first + i) * hours), counts.GetValueOrDefault(first + i)))];
    }

    private static IQueryable<Notification> Queued(PortalDbContext db) =>
        Recipient.OfUsers(db, db.Set<Notification>().AsNoTracking().Where(n => n.Mode == NotificationMode.Queued));
}
