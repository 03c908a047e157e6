using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using NotifyPortal.Data;
using NotifyPortal.Live;
using NotifyPortal.Notifications.Tallies;

namespace NotifyPortal.Notifications;

/// <summary>The statements a fan-out is made of. SQL by hand in this one place: a row per recipient through the ORM costs ten times as much.</summary>
internal static class NotificationStore
{
    private static readonly string SqliteFold = Fold(
        """
        SELECT r.value ->> 0 AS id, r.value ->> 1 AS position, f.value ->> 'metadata' AS metadata, f.value ->> 'actors' AS actors
        FROM json_each({2}) AS f, json_each(f.value, '$.rows') AS r
        """);

    private static readonly string PostgresFold = Fold(
        """
        SELECT (r.value ->> 0)::bigint AS id, (r.value ->> 1)::bigint AS position, (f.value ->> 'metadata')::json AS metadata, (f.value ->> 'actors')::jsonb AS actors
        FROM json_array_elements({2}) AS f, json_array_elements(f.value -> 'rows') AS r
        """);

    /// <summary>The next <paramref name="count"/> numbers of the sequence; returns the one before the first.</summary>
    public static async Task<long> DrawAsync(PortalDbContext db, int count, CancellationToken cancellationToken)
    {
        var drawn = await db.Sql.QueryAsync(
            $"""
            UPDATE "Sequences" SET "Value" = "Value" + {count} WHERE "Name" = {Sequence.Positions};
            SELECT "Value" FROM "Sequences" WHERE "Name" = {Sequence.Positions}
            """, row => row.Number(), cancellationToken);

        return drawn.Single() - count;
    }

    /// <summary>The number that is drawn next; inside the write transaction nobody else can draw it.</summary>
    public static async Task<long> NextAsync(PortalDbContext db, CancellationToken cancellationToken) =>
        1 + await db.Set<Sequence>().Where(s => s.Name == Sequence.Positions).Select(s => s.Value).SingleAsync(cancellationToken);

    /// <summary>Draws the number that was <see cref="NextAsync">looked at</see> and notes the operation under it; sweeps the recipient's former ones.</summary>
    public static Task BeginOperationAsync(
        PortalDbContext db, string address, long number, LiveEvent signal, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (past, id) = (now - Operation.Undoable, signal.Ids.Count == 1 ? signal.Ids[0] : (long?)null);

        return db.Sql.ExecuteAsync(
            $"""
            UPDATE "Sequences" SET "Value" = {number} WHERE "Name" = {Sequence.Positions};
            DELETE FROM "Operations" WHERE "RecipientId" = (SELECT "Id" FROM "Recipients" WHERE "Address" = {address}) AND "At" < {past};
            INSERT INTO "Operations" ("RecipientId", "Number", "Signal", "NotificationId", "At")
            SELECT "Id", {number}, {signal.Kind}, CAST({id} AS bigint), {now} FROM "Recipients" WHERE "Address" = {address};
            """, cancellationToken);
    }

    /// <summary>The recipients who have or had a row of this message.</summary>
    public static Task<List<string>> ToldAsync(PortalDbContext db, long messageId, CancellationToken cancellationToken)
    {
        var recipients = db.Set<Notification>().Where(n => n.MessageId == messageId).Select(n => n.RecipientId)
            .Union(db.Set<Superseded>().Where(s => s.MessageId == messageId).Select(s => s.RecipientId));

        return db.Set<Recipient>().Where(r => recipients.Contains(r.Id)).Select(r => r.Address).ToListAsync(cancellationToken);
    }

    /// <summary>One row of the message for each.</summary>
    public static async Task<IReadOnlyList<OwnedRow>> AddRowsAsync(
        PortalDbContext db, Message message, IReadOnlyList<Addressee> to, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (to.Count == 0)
        {
            return [];
        }

        var first = 1 + await DrawAsync(db, to.Count, cancellationToken);
        var added = await InsertAsync(db, message, to, first, now, cancellationToken);
        List<OwnedRow> rows = [.. to.Select((one, i) => new OwnedRow(one.Address, first + i))];

        if (added < rows.Count) // somebody was told of it before
        {
            var there = await db.Sql.QueryAsync(
                $"""SELECT "Id" FROM "Notifications" WHERE "MessageId" = {message.Id} AND "Id" >= {first}""", row => row.Number(), cancellationToken);
            rows.RemoveAll(row => !there.Contains(row.Id));
        }

        await TallyWriting.AddAsync(db, message, rows, now, cancellationToken);

        return rows;
    }

    // For a list of one SQLite would make tables on the way.
    private static Task<int> InsertAsync(PortalDbContext db, Message message, IReadOnlyList<Addressee> to, long first, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var sender = message is { Group: null, CollapseKey: null } ? null : message.Sender;

        return to.Count == 1
            ? db.Sql.ExecuteAsync(
                $"""
                INSERT INTO "Notifications" ("Id", "Position", "RecipientId", "MessageId", "Mode", "Sender", "Group", "OpenKey", "Occurrences", "CreatedAt", "UpdatedAt")
                VALUES ({first}, {first}, {to[0].Number}, {message.Id}, {message.Mode}, {sender}, {message.Group}, {message.CollapseKey}, 1, {now}, {now})
                ON CONFLICT ("MessageId", "RecipientId") DO NOTHING
                """, cancellationToken)
            : db.Sql.ExecuteAsync(
                $"""
                INSERT INTO "Notifications" ("Id", "Position", "RecipientId", "MessageId", "Mode", "Sender", "Group", "OpenKey", "Occurrences", "CreatedAt", "UpdatedAt")
                SELECT {first - 1} + a.number, {first - 1} + a.number, a.value, {message.Id}, {message.Mode}, {sender}, {message.Group}, {message.CollapseKey}, 1, {now}, {now}
                FROM unnest({to.Select(one => one.Number)}) WITH ORDINALITY AS a(value, number) WHERE true ON CONFLICT ("MessageId", "RecipientId") DO NOTHING
                """, cancellationToken);
    }

    /// <summary>Writes the message.</summary>
    /// <returns>It, with its id.</returns>
    public static async Task<Message> AddMessageAsync(PortalDbContext db, Message m, CancellationToken cancellationToken)
    {
        m.Id = await db.Sql.InsertAsync(
            $"""
            INSERT INTO "Messages" (
                "Sender", "ActivityId", "Type", "Action", "Title", "Text", "Icon", "Link", "Severity", "Mode", "Event", "ActorId", "ActorName", "ActorVia", "Actions",
                "Metadata", "Group", "CollapseKey", "Sent", "RetractedAt", "ExpiresAt", "Audience", "AudienceRole", "AudienceTopic", "CreatedAt")
            VALUES (
                {m.Sender}, {m.ActivityId}, {m.Type}, {m.Action}, {m.Title}, {m.Text}, {m.Icon}, {m.Link}, {m.Severity}, {m.Mode}, {m.Event}, {m.ActorId}, {m.ActorName},
                {m.ActorVia}, {m.Actions}, {m.Metadata}, {m.Group}, {m.CollapseKey}, {m.Sent}, {m.RetractedAt}, {m.ExpiresAt}, {m.Audience}, {m.AudienceRole},
                {m.AudienceTopic}, {m.CreatedAt})
            """, cancellationToken);

        return m;
    }

    /// <summary>Counts whom the message was stored for.</summary>
    public static Task AddSentAsync(PortalDbContext db, long messageId, int count, CancellationToken cancellationToken) =>
        count == 0 ? Task.CompletedTask : db.Sql.ExecuteAsync($"""UPDATE "Messages" SET "Sent" = "Sent" + {count} WHERE "Id" = {messageId}""", cancellationToken);

    /// <summary>Notes that these rows are about to leave the messages they point at.</summary>
    public static Task SupersedeAsync(PortalDbContext db, IReadOnlyList<long> ids, CancellationToken cancellationToken) => db.Sql.ExecuteAsync(
        $"""
        INSERT INTO "Superseded" ("MessageId", "RecipientId")
        SELECT "MessageId", "RecipientId" FROM "Notifications" WHERE "Id" IN (SELECT value FROM unnest({ids}) AS i(value)) ON CONFLICT DO NOTHING
        """, cancellationToken);

    /// <summary>Points rows to a newer message.</summary>
    /// <param name="folds">JSON: <c>[{metadata, actors, rows: [[id, position], …]}, …]</c>.</param>
    public static Task FoldAsync(PortalDbContext db, long messageId, string folds, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.Sql.ExecuteAsync(FormattableStringFactory.Create(db.Sql.IsSqlite ? SqliteFold : PostgresFold, messageId, now, folds), cancellationToken);

    /// <summary>Deletes rows for good; what streams need to take them away stays for a while, under change numbers.</summary>
    public static async Task RemoveAsync(PortalDbContext db, IReadOnlyList<long> ids, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var before = await DrawAsync(db, ids.Count, cancellationToken);

        await db.Sql.ExecuteAsync(
            $"""
            INSERT INTO "Removals" ("RecipientId", "Number", "NotificationId", "At")
            SELECT "RecipientId", {before} + row_number() OVER (ORDER BY "RecipientId", "Id"), "Id", {now}
            FROM "Notifications" WHERE "Id" IN (SELECT value FROM unnest({ids}) AS i(value));
            DELETE FROM "Notifications" WHERE "Id" IN (SELECT value FROM unnest({ids}) AS i(value));
            """, cancellationToken);
    }

    private static string Fold(string rows) =>
        $$"""
        UPDATE "Notifications" SET "MessageId" = {0}, "Position" = x.position, "UpdatedAt" = {1}, "Occurrences" = "Occurrences" + 1, "Metadata" = x.metadata, "Actors" = x.actors
        FROM ({{rows}}) AS x WHERE "Notifications"."Id" = x.id
        """;
}
