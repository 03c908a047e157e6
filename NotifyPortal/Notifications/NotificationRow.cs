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

    /// <summary>What <see cref="ReadState"/> reads, of the notification n.</summary>
    public const string StateColumns =
        """
        n."Id", n."Position", n."RecipientId", n."MessageId", n."Mode", n."State", n."SeenAt", n."DismissedAt", n."CreatedAt", n."UpdatedAt", n."Sender", n."Group",
        n."OpenKey", n."Occurrences", n."Actors", n."Metadata", n."Operation", n."SeenBefore", n."DismissedBefore"
        """;

    /// <summary>What <see cref="ReadMessage(SqlRow)"/> reads after the message's id, of the message m and its activity a.</summary>
    public const string MessageColumns =
        """
        m."Sender", m."ActivityId", m."Type", m."Action", m."Title", m."Text", m."Icon", m."Link", m."Severity", m."Mode", m."Event", m."ActorId", m."ActorName",
        m."ActorVia", m."Actions", m."Metadata", m."Group", m."CollapseKey", m."Sent", m."RetractedAt", m."ExpiresAt", m."Audience", m."AudienceRole",
        m."AudienceTopic", m."CreatedAt",
        a."Id", a."Action", a."Module", a."Origin", a."ActorId", a."ActorName", a."ActorVia", a."TargetId", a."TargetName", a."ResourceType", a."ResourceId",
        a."Metadata", a."SourceKey", a."OccurredAt", a."RecordedAt"
        """;

    /// <summary>What <see cref="Read"/> reads.</summary>
    public const string Columns = $"{StateColumns}, {MessageColumns}";

    /// <summary>Where an activity comes from, m being there already.</summary>
    public const string ActivityJoin = """LEFT JOIN "Activities" AS a ON a."Id" = m."ActivityId" """;

    /// <summary>Where message and activity come from, n being there already.</summary>
    public const string Joins = $"""CROSS JOIN "Messages" AS m ON m."Id" = n."MessageId" {ActivityJoin}""";

    /// <summary>A row of a statement by hand, with every column the model knows.</summary>
    public static NotificationRow Read(SqlRow row)
    {
        var state = ReadState(row);

        return new NotificationRow(state, ReadMessage(row, state.MessageId), ReadActivity(row));
    }

    public static IQueryable<NotificationRow> In(PortalDbContext db, IQueryable<Notification> states) =>
        from state in states
        join message in db.Set<Message>().AsNoTracking() on state.MessageId equals message.Id
        join activity in db.Set<ActivityEntry>().AsNoTracking() on message.ActivityId equals activity.Id into activities
        from activity in activities.DefaultIfEmpty()
        select new NotificationRow(state, message, activity);

    /// <summary>The notification alone.</summary>
    public static Notification ReadState(SqlRow row) => new()
    {
        Id = row.Number(),
        Position = row.Number(),
        RecipientId = (int)row.Number(),
        MessageId = row.Number(),
        Mode = (NotificationMode)row.Number(),
        State = (NotificationState)row.Number(),
        SeenAt = row.TimeOrNull(),
        DismissedAt = row.TimeOrNull(),
        CreatedAt = row.Time(),
        UpdatedAt = row.Time(),
        Sender = row.TextOrNull(),
        Group = row.TextOrNull(),
        OpenKey = row.TextOrNull(),
        Occurrences = (int)row.Number(),
        Actors = row.TextOrNull(),
        Metadata = row.TextOrNull(),
        Operation = row.NumberOrNull(),
        SeenBefore = row.TimeOrNull(),
        DismissedBefore = row.TimeOrNull(),
    };

    /// <summary>The message alone, with its activity.</summary>
    public static (Message Message, ActivityEntry? Activity) ReadMessage(SqlRow row) => (ReadMessage(row, row.Number()), ReadActivity(row));

    private static Message ReadMessage(SqlRow row, long id) => new()
    {
        Id = id,
        Sender = row.Text(),
        ActivityId = row.NumberOrNull(),
        Type = row.TextOrNull(),
        Action = row.TextOrNull(),
        Title = row.TextOrNull(),
        Text = row.TextOrNull(),
        Icon = row.TextOrNull(),
        Link = row.TextOrNull(),
        Severity = (Severity)row.Number(),
        Mode = (NotificationMode)row.Number(),
        Event = row.TextOrNull(),
        ActorId = row.TextOrNull(),
        ActorName = row.TextOrNull(),
        ActorVia = row.TextOrNull(),
        Actions = row.TextOrNull(),
        Metadata = row.TextOrNull(),
        Group = row.TextOrNull(),
        CollapseKey = row.TextOrNull(),
        Sent = (int)row.Number(),
        RetractedAt = row.TimeOrNull(),
        ExpiresAt = row.TimeOrNull(),
        Audience = (AudienceKinds)row.Number(),
        AudienceRole = row.TextOrNull(),
        AudienceTopic = row.TextOrNull(),
        CreatedAt = row.Time(),
    };

    private static ActivityEntry? ReadActivity(SqlRow row) => row.NumberOrNull() is not { } id ? null : new()
    {
        Id = id,
        Action = row.Text(),
        Module = row.Text(),
        Origin = Enum.Parse<ActivityOrigin>(row.Text()),
        ActorId = row.TextOrNull(),
        ActorName = row.TextOrNull(),
        ActorVia = row.TextOrNull(),
        TargetId = row.TextOrNull(),
        TargetName = row.TextOrNull(),
        ResourceType = row.TextOrNull(),
        ResourceId = row.TextOrNull(),
        Metadata = row.TextOrNull(),
        SourceKey = row.TextOrNull(),
        OccurredAt = row.Time(),
        RecordedAt = row.Time(),
    };
}
