using Microsoft.EntityFrameworkCore;
using NotifyPortal.Activities;
using NotifyPortal.Data;

namespace NotifyPortal.Notifications;

/// <summary>A notification with its message and the activity behind it, as one query reads them.</summary>
internal sealed record NotificationRow(Notification State, Message Message, ActivityEntry? Activity)
{
    /// <summary>As one would look that is never stored.</summary>
    public static NotificationRow Of(Sending sending, long id) => new(
        new Notification { Id = id, Position = id, RecipientId = 0, MessageId = 0, Mode = sending.Draft.Mode, CreatedAt = sending.Now, UpdatedAt = sending.Now },
        Message.From(sending.Draft, sending.Sender, sending.Type, null, sending.Now), null);

    public static IQueryable<NotificationRow> In(PortalDbContext db, IQueryable<Notification> states) =>
        from state in states
        join message in db.Set<Message>().AsNoTracking() on state.MessageId equals message.Id
        join activity in db.Set<ActivityEntry>().AsNoTracking() on message.ActivityId equals activity.Id into activities
        from activity in activities.DefaultIfEmpty()
        select new NotificationRow(state, message, activity);
}
