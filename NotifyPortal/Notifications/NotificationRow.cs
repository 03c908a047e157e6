using System.Data.Common;
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

    /// <summary>What <see cref="Read"/> reads, of the notification n and its message m and activity a.</summary>
    public const string Columns =
        """
        n."Id", n."Position", n."RecipientId", n."MessageId", n."Mode", n."State", n."SeenAt", n."DismissedAt", n."CreatedAt", n."UpdatedAt", n."Sender", n."Group",
        n."OpenKey", n."Occurrences", n."Actors", n."Metadata", n."Operation", n."SeenBefore", n."DismissedBefore",
        m."Sender", m."ActivityId", m."Type", m."Action", m."Title", m."Text", m."Icon", m."Link", m."Severity", m."Mode", m."Event", m."ActorId", m."ActorName",
        m."ActorVia", m."Actions", m."Metadata", m."Group", m."CollapseKey", m."Sent", m."RetractedAt", m."ExpiresAt", m."Audience", m."AudienceRole",
        m."AudienceTopic", m."CreatedAt",
        a."Id", a."Action", a."Module", a."Origin", a."ActorId", a."ActorName", a."ActorVia", a."TargetId", a."TargetName", a."ResourceType", a."ResourceId",
        a."Metadata", a."SourceKey", a."OccurredAt", a."RecordedAt"
        """;

    /// <summary>Where they come from, n being there already.</summary>
    public const string Joins = """CROSS JOIN "Messages" AS m ON m."Id" = n."MessageId" LEFT JOIN "Activities" AS a ON a."Id" = m."ActivityId" """;

    /// <summary>A row of a statement by hand, with every column the model knows.</summary>
    public static NotificationRow Read(DbDataReader row)
    {
        var next = new SqlRow(row);
        var state = ReadState(ref next);

        return new NotificationRow(state, ReadMessage(ref next, state.MessageId), ReadActivity(ref next));
    }

    public static IQueryable<NotificationRow> In(PortalDbContext db, IQueryable<Notification> states) =>
        from state in states
        join message in db.Set<Message>().AsNoTracking() on state.MessageId equals message.Id
        join activity in db.Set<ActivityEntry>().AsNoTracking() on message.ActivityId equals activity.Id into activities
        from activity in activities.DefaultIfEmpty()
        select new NotificationRow(state, message, activity);

    private static Notification ReadState(ref SqlRow next) => new()
    {
        Id = next.Number(),
        Position = next.Number(),
        RecipientId = (int)next.Number(),
        MessageId = next.Number(),
        Mode = (NotificationMode)next.Number(),
        State = (NotificationState)next.Number(),
        SeenAt = next.TimeOrNull(),
        DismissedAt = next.TimeOrNull(),
        CreatedAt = next.Time(),
        UpdatedAt = next.Time(),
        Sender = next.TextOrNull(),
        Group = next.TextOrNull(),
        OpenKey = next.TextOrNull(),
        Occurrences = (int)next.Number(),
        Actors = next.TextOrNull(),
        Metadata = next.TextOrNull(),
        Operation = next.NumberOrNull(),
        SeenBefore = next.TimeOrNull(),
        DismissedBefore = next.TimeOrNull(),
    };

    private static Message ReadMessage(ref SqlRow next, long id) => new()
    {
        Id = id,
        Sender = next.Text(),
        ActivityId = next.NumberOrNull(),
        Type = next.TextOrNull(),
        Action = next.TextOrNull(),
        Title = next.TextOrNull(),
        Text = next.TextOrNull(),
        Icon = next.TextOrNull(),
        Link = next.TextOrNull(),
        Severity = (Severity)next.Number(),
        Mode = (NotificationMode)next.Number(),
        Event = next.TextOrNull(),
        ActorId = next.TextOrNull(),
        ActorName = next.TextOrNull(),
        ActorVia = next.TextOrNull(),
        Actions = next.TextOrNull(),
        Metadata = next.TextOrNull(),
        Group = next.TextOrNull(),
        CollapseKey = next.TextOrNull(),
        Sent = (int)next.Number(),
        RetractedAt = next.TimeOrNull(),
        ExpiresAt = next.TimeOrNull(),
        Audience = (AudienceKinds)next.Number(),
        AudienceRole = next.TextOrNull(),
        AudienceTopic = next.TextOrNull(),
        CreatedAt = next.Time(),
    };

    private static ActivityEntry? ReadActivity(ref SqlRow next) => next.NumberOrNull() is not { } id ? null : new()
    {
        Id = id,
        Action = next.Text(),
        Module = next.Text(),
        Origin = Enum.Parse<ActivityOrigin>(next.Text()),
        ActorId = next.TextOrNull(),
        ActorName = next.TextOrNull(),
        ActorVia = next.TextOrNull(),
        TargetId = next.TextOrNull(),
        TargetName = next.TextOrNull(),
        ResourceType = next.TextOrNull(),
        ResourceId = next.TextOrNull(),
        Metadata = next.TextOrNull(),
        SourceKey = next.TextOrNull(),
        OccurredAt = next.Time(),
        RecordedAt = next.Time(),
    };
}
