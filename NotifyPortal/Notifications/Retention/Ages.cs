using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using NotifyPortal.Activities;
using NotifyPortal.Data;
using NotifyPortal.Notifications.FanOuts;
using NotifyPortal.Notifications.Scheduling;

namespace NotifyPortal.Notifications.Retention;

/// <summary>What is too old now: whatever was last touched before these times.</summary>
internal sealed record Ages(
    DateTimeOffset Read, DateTimeOffset Unread, DateTimeOffset Timeseries, DateTimeOffset Session, DateTimeOffset Message, DateTimeOffset Activity)
{
    /// <summary>A message that nobody has any more is kept so long, so that its sender can ask.</summary>
    public static readonly TimeSpan MessageKept = TimeSpan.FromDays(7);

    /// <param name="days">In place of the configured <see cref="RetentionOptions.Days"/>.</param>
    public static Ages At(DateTimeOffset now, RetentionOptions options, int? days)
    {
        var read = days ?? options.EffectiveDays;

        return new Ages(
            Before(now, read),
            options.UnreadFactor == 0 ? DateTimeOffset.MinValue : Before(now, read * options.UnreadFactor),
            Before(now, options.TimeseriesDays),
            now.AddHours(-options.SessionHours),
            now - MessageKept,
            Before(now, options.ActivityDays));
    }

    /// <summary>Rows by their own age, counted from the last fold, whatever created them.</summary>
    public Expression<Func<Notification, bool>> Row(PortalDbContext db)
    {
        var sessions = db.Set<Recipient>().Where(r => r.SessionId != null).Select(r => r.Id);

        return n =>
            (n.Mode == NotificationMode.Timeseries && n.UpdatedAt < Timeseries)
            || (n.Mode == NotificationMode.Queued && sessions.Contains(n.RecipientId) && n.UpdatedAt < Session)
            || (n.Mode == NotificationMode.Queued && !sessions.Contains(n.RecipientId)
                && n.UpdatedAt < (n.SeenAt == null && n.DismissedAt == null ? Unread : Read));
    }

    /// <summary>The same rows by kinds, no row in two: each found by an index or at the beginning of a walk, however many others there are.</summary>
    public IReadOnlyList<IQueryable<Notification>> Rows(PortalDbContext db)
    {
        var rows = db.Set<Notification>().AsNoTracking();
        var queued = rows.Where(n => n.Mode == NotificationMode.Queued);
        var sessions = db.Set<Recipient>().Where(r => r.SessionId != null).Select(r => r.Id);
        // What stands before the first young row was old enough to go, but for what has gone: positions grow with time.
        var young = rows.Where(n => n.UpdatedAt >= Unread).OrderBy(n => n.Position).Select(n => (long?)n.Position).Take(1);

        return
        [
            rows.Where(n => n.Mode == NotificationMode.Timeseries && n.UpdatedAt < Timeseries),
            from r in db.Set<Recipient>()
            where r.SessionId != null
            join n in queued on r.Id equals n.RecipientId
            where n.UpdatedAt < Session
            select n,
            queued.Where(n => n.SeenAt != null && n.UpdatedAt < Read && !sessions.Contains(n.RecipientId)),
            queued.Where(n => n.SeenAt == null && n.DismissedAt == null && n.UpdatedAt < Unread && !sessions.Contains(n.RecipientId)
                && n.Position < (young.FirstOrDefault() ?? long.MaxValue)).OrderBy(n => n.Position),
        ];
    }

    /// <summary>Old messages that nobody has any more, and nobody will get.</summary>
    /// <param name="remaining">The rows that are there, or will be.</param>
    public IQueryable<Message> Messages(PortalDbContext db, IQueryable<Notification> remaining) => db.Set<Message>().Where(m =>
        m.CreatedAt < Message && !remaining.Any(n => n.MessageId == m.Id)
        && !db.Set<ScheduledMessage>().Any(s => s.MessageId == m.Id) && !db.Set<FanOut>().Any(f => f.MessageId == m.Id && f.EndedAt == null));

    /// <summary>Old activities. Ids grow with time: the walk ends at the first that is young enough.</summary>
    public IQueryable<ActivityEntry> Activities(PortalDbContext db)
    {
        var young = db.Set<ActivityEntry>().Where(a => a.RecordedAt >= Activity).OrderBy(a => a.Id).Select(a => a.Id).Take(1);

        return db.Set<ActivityEntry>().Where(a => a.RecordedAt < Activity && (!young.Any() || a.Id < young.First()));
    }

    private static DateTimeOffset Before(DateTimeOffset now, double days) =>
        days >= (now - DateTimeOffset.MinValue).TotalDays ? DateTimeOffset.MinValue : now.AddDays(-days);
}
