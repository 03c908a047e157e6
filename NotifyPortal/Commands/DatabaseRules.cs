using NotifyPortal.Data;

namespace NotifyPortal.Commands;

/// <summary>What holds of every database of the portal, whichever engine it is on.</summary>
internal static class DatabaseRules
{
    /// <summary>Each rule with the rows that break it.</summary>
    public static IReadOnlyList<(string Rule, string Broken)> All(SqlWords words) =>
    [
        ("the sequence is missing", """SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM "Sequences" WHERE "Name" = 'positions')"""),
        ("the sequence is behind notification", """SELECT "Id" FROM "Notifications" CROSS JOIN (SELECT "Value" FROM "Sequences" WHERE "Name" = 'positions') AS s WHERE "Id" > s."Value" OR "Position" > s."Value" """),
        ("a position stands before the id of notification", """SELECT "Id" FROM "Notifications" WHERE "Position" < "Id" """),
        ("two notifications of one recipient share a position:", """SELECT max("Id") FROM "Notifications" GROUP BY "RecipientId", "Position" HAVING count(*) > 1"""),
        ("two notifications of one recipient share a message:", """SELECT max("Id") FROM "Notifications" GROUP BY "RecipientId", "MessageId" HAVING count(*) > 1"""),
        ("cannot be told anything, for it has no number: account", """SELECT "Id" FROM "AspNetUsers" u WHERE NOT EXISTS (SELECT 1 FROM "Recipients" r WHERE r."UserId" = u."Id")"""),
        ("not at the address of a user or session: recipient", """SELECT "Id" FROM "Recipients" WHERE "Address" IS DISTINCT FROM coalesce("UserId", 'session:' || "SessionId")"""),
        ("dismissed but not seen: notification", """SELECT "Id" FROM "Notifications" WHERE "DismissedAt" IS NOT NULL AND "SeenAt" IS NULL"""),
        ("seen before it was created: notification", """SELECT "Id" FROM "Notifications" WHERE "SeenAt" < "CreatedAt" """),
        ("dismissed before it was created: notification", """SELECT "Id" FROM "Notifications" WHERE "DismissedAt" < "CreatedAt" """),
        ("updated before it was created: notification", """SELECT "Id" FROM "Notifications" WHERE "UpdatedAt" < "CreatedAt" """),
        ("not in the mode of its message: notification", """SELECT n."Id" FROM "Notifications" n JOIN "Messages" m ON m."Id" = n."MessageId" WHERE m."Mode" <> n."Mode" """),
        ("never to be stored, but there: notification", """SELECT "Id" FROM "Notifications" WHERE "Mode" = 2"""),
        ("two notifications of one recipient share a group:", """SELECT max("Id") FROM "Notifications" WHERE "Group" IS NOT NULL GROUP BY "RecipientId", "Sender", "Group" HAVING count(*) > 1"""),
        ("two notifications of one recipient are open under one key:", """SELECT max("Id") FROM "Notifications" WHERE "OpenKey" IS NOT NULL GROUP BY "RecipientId", "Sender", "OpenKey" HAVING count(*) > 1"""),
        ("its key is open although it is seen, dismissed or not queued: notification", """SELECT "Id" FROM "Notifications" WHERE "OpenKey" IS NOT NULL AND ("SeenAt" IS NOT NULL OR "DismissedAt" IS NOT NULL OR "Mode" <> 0)"""),
        ("not the sender, group or key of its message: notification", """SELECT n."Id" FROM "Notifications" n JOIN "Messages" m ON m."Id" = n."MessageId" WHERE n."Group" IS DISTINCT FROM m."Group" OR coalesce(n."OpenKey", m."CollapseKey") IS DISTINCT FROM m."CollapseKey" OR coalesce(n."Sender", m."Sender") <> m."Sender" OR (n."Sender" IS NULL AND coalesce(n."Group", n."OpenKey") IS NOT NULL)"""),
        ("folded without a trace: notification", """SELECT n."Id" FROM "Notifications" n JOIN "Messages" m ON m."Id" = n."MessageId" WHERE n."Occurrences" < 1 OR (n."Occurrences" > 1 AND m."CollapseKey" IS NULL)"""),
        ("merged metadata is no JSON object: notification", $"""SELECT "Id" FROM "Notifications" WHERE {words.IsNoObject("\"Metadata\"")}"""),
        ("actors are no list of at most 100: notification", $"""SELECT "Id" FROM "Notifications" WHERE "Actors" IS NOT NULL AND {words.LengthOf("\"Actors\"")} NOT BETWEEN 1 AND 100"""),
        ("the sequence is behind the operation on notification", """SELECT "Id" FROM "Notifications" WHERE "Operation" > (SELECT "Value" FROM "Sequences" WHERE "Name" = 'positions')"""),
        ("the sequence is behind operation", """SELECT "Number" FROM "Operations" WHERE "Number" > (SELECT "Value" FROM "Sequences" WHERE "Name" = 'positions')"""),
        ("the sequence is behind removal", """SELECT "Number" FROM "Removals" WHERE "Number" > (SELECT "Value" FROM "Sequences" WHERE "Name" = 'positions')"""),
        ("removed, but still there: notification", """SELECT "NotificationId" FROM "Removals" WHERE "NotificationId" IN (SELECT "Id" FROM "Notifications")"""),
        ("removed before it was there: notification", """SELECT "NotificationId" FROM "Removals" WHERE "Number" <= "NotificationId" """),
        ("superseded, but still its recipient's: message", """SELECT s."MessageId" FROM "Superseded" s JOIN "Notifications" n ON n."MessageId" = s."MessageId" AND n."RecipientId" = s."RecipientId" """),
        ("sent to fewer than have it: message", """SELECT "Id" FROM "Messages" m WHERE "Sent" < (SELECT count(*) FROM "Notifications" n WHERE n."MessageId" = m."Id") + (SELECT count(*) FROM "Superseded" s WHERE s."MessageId" = m."Id")"""),
        ("retracted, but still there: message", """SELECT "Id" FROM "Messages" m WHERE "RetractedAt" IS NOT NULL AND EXISTS (SELECT 1 FROM "Notifications" n WHERE n."MessageId" = m."Id")"""),
        ("retracted, but still to be sent: message", """SELECT s."MessageId" FROM "ScheduledMessages" s JOIN "Messages" m ON m."Id" = s."MessageId" WHERE m."RetractedAt" IS NOT NULL"""),
        ("waits for its time, but somebody has it: message", """SELECT "MessageId" FROM "ScheduledMessages" WHERE "MessageId" IN (SELECT "MessageId" FROM "Notifications")"""),
        ("to end before it is sent: message", """SELECT s."MessageId" FROM "ScheduledMessages" s JOIN "Messages" m ON m."Id" = s."MessageId" WHERE m."ExpiresAt" <= s."PublishAt" """),
        ("its figures do not add up: fan-out", $"""SELECT "Id" FROM "FanOuts" f WHERE "Created" + "Folded" + "Skipped" + (SELECT coalesce(sum({words.LengthOf("c.\"Recipients\"")}), 0) FROM "FanOutChunks" c WHERE c."FanOutId" = f."Id") <> "Total" """),
        ("ended, but still running, or the other way round: fan-out", """SELECT "Id" FROM "FanOuts" WHERE ("EndedAt" IS NULL) <> ("State" = 'Running')"""),
        ("ended with recipients left: fan-out", """SELECT DISTINCT f."Id" FROM "FanOuts" f JOIN "FanOutChunks" c ON c."FanOutId" = f."Id" WHERE f."EndedAt" IS NOT NULL"""),
        ("told already, but still to be told: fan-out", $"""SELECT DISTINCT f."Id" FROM "FanOuts" f JOIN "FanOutChunks" c ON c."FanOutId" = f."Id" CROSS JOIN {words.ElementsOf("c.\"Recipients\"")} AS r JOIN "Notifications" n ON n."RecipientId" = CAST(r.value AS integer) AND n."MessageId" = f."MessageId" """),
        ("settled, but it has a message: activity", """SELECT s."ActivityId" FROM "SettledActivities" s JOIN "Messages" m ON m."ActivityId" = s."ActivityId" """),
        ("an empty text is stored as such: message", """SELECT "Id" FROM "Messages" WHERE "Type" = '' OR "Action" = '' OR "Title" = '' OR "Text" = ''"""),
        ("metadata is no JSON object: message", $"""SELECT "Id" FROM "Messages" WHERE {words.IsNoObject("\"Metadata\"")}"""),
        ("metadata is no JSON object: activity", $"""SELECT "Id" FROM "Activities" WHERE {words.IsNoObject("\"Metadata\"")}"""),
    ];
}
