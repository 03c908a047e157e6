using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using NotifyPortal.Data;
using NotifyPortal.Data.Sqlite;
using NotifyPortal.Notifications;
using NotifyPortal.Notifications.Tallies;

namespace NotifyPortal.Commands;

/// <summary>What a database file says of itself: what is broken, which migrations it still lacks, and how much there is.</summary>
internal sealed record DatabaseReport(IReadOnlyList<string> Problems, IReadOnlyList<string> Pending, IReadOnlyDictionary<string, long> Counts);

/// <summary>Checks a database file, or a copy of one, without writing to it.</summary>
internal sealed class DatabaseCheck(IDbContextFactory<PortalDbContext> contexts, SqliteFile? file = null)
{
    /// <summary>Each rule with the rows that break it.</summary>
    private static readonly (string Rule, string Broken)[] Rules =
    [
        ("the sequence is missing", """SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM "Sequences" WHERE "Name" = 'positions')"""),
        ("the sequence is behind notification", """SELECT "Id" FROM "Notifications" WHERE max("Id", "Position") > (SELECT "Value" FROM "Sequences" WHERE "Name" = 'positions')"""),
        ("a position stands before the id of notification", """SELECT "Id" FROM "Notifications" WHERE "Position" < "Id" """),
        ("two notifications of one recipient share a position:", """SELECT max("Id") FROM "Notifications" GROUP BY "RecipientId", "Position" HAVING count(*) > 1"""),
        ("two notifications of one recipient share a message:", """SELECT max("Id") FROM "Notifications" GROUP BY "RecipientId", "MessageId" HAVING count(*) > 1"""),
        ("cannot be told anything, for it has no number: account", """SELECT "Id" FROM "AspNetUsers" u WHERE NOT EXISTS (SELECT 1 FROM "Recipients" r WHERE r."UserId" = u."Id")"""),
        ("not at the address of a user or session: recipient", """SELECT "Id" FROM "Recipients" WHERE "Address" IS NOT coalesce("UserId", 'session:' || "SessionId")"""),
        ("dismissed but not seen: notification", """SELECT "Id" FROM "Notifications" WHERE "DismissedAt" IS NOT NULL AND "SeenAt" IS NULL"""),
        ("seen before it was created: notification", """SELECT "Id" FROM "Notifications" WHERE "SeenAt" < "CreatedAt" """),
        ("dismissed before it was created: notification", """SELECT "Id" FROM "Notifications" WHERE "DismissedAt" < "CreatedAt" """),
        ("updated before it was created: notification", """SELECT "Id" FROM "Notifications" WHERE "UpdatedAt" < "CreatedAt" """),
        ("not in the mode of its message: notification", """SELECT n."Id" FROM "Notifications" n JOIN "Messages" m ON m."Id" = n."MessageId" WHERE m."Mode" <> n."Mode" """),
        ("never to be stored, but there: notification", """SELECT "Id" FROM "Notifications" WHERE "Mode" = 2"""),
        ("two notifications of one recipient share a group:", """SELECT max("Id") FROM "Notifications" WHERE "Group" IS NOT NULL GROUP BY "RecipientId", "Sender", "Group" HAVING count(*) > 1"""),
        ("two notifications of one recipient are open under one key:", """SELECT max("Id") FROM "Notifications" WHERE "OpenKey" IS NOT NULL GROUP BY "RecipientId", "Sender", "OpenKey" HAVING count(*) > 1"""),
        ("its key is open although it is seen, dismissed or not queued: notification", """SELECT "Id" FROM "Notifications" WHERE "OpenKey" IS NOT NULL AND ("SeenAt" IS NOT NULL OR "DismissedAt" IS NOT NULL OR "Mode" <> 0)"""),
        ("not the sender, group or key of its message: notification", """SELECT n."Id" FROM "Notifications" n JOIN "Messages" m ON m."Id" = n."MessageId" WHERE n."Group" IS NOT m."Group" OR coalesce(n."OpenKey", m."CollapseKey") IS NOT m."CollapseKey" OR coalesce(n."Sender", m."Sender") <> m."Sender" OR (n."Sender" IS NULL AND coalesce(n."Group", n."OpenKey") IS NOT NULL)"""),
        ("folded without a trace: notification", """SELECT n."Id" FROM "Notifications" n JOIN "Messages" m ON m."Id" = n."MessageId" WHERE n."Occurrences" < 1 OR (n."Occurrences" > 1 AND m."CollapseKey" IS NULL)"""),
        ("merged metadata is no JSON object: notification", """SELECT "Id" FROM "Notifications" WHERE "Metadata" IS NOT NULL AND (NOT json_valid("Metadata") OR json_type("Metadata") <> 'object')"""),
        ("actors are no list of at most 100: notification", """SELECT "Id" FROM "Notifications" WHERE "Actors" IS NOT NULL AND (NOT json_valid("Actors") OR json_array_length("Actors") NOT BETWEEN 1 AND 100)"""),
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
        ("its figures do not add up: fan-out", """SELECT "Id" FROM "FanOuts" f WHERE "Created" + "Folded" + "Skipped" + (SELECT coalesce(sum(json_array_length(c."Recipients")), 0) FROM "FanOutChunks" c WHERE c."FanOutId" = f."Id") <> "Total" """),
        ("ended, but still running, or the other way round: fan-out", """SELECT "Id" FROM "FanOuts" WHERE ("EndedAt" IS NULL) <> ("State" = 'Running')"""),
        ("ended with recipients left: fan-out", """SELECT DISTINCT f."Id" FROM "FanOuts" f JOIN "FanOutChunks" c ON c."FanOutId" = f."Id" WHERE f."EndedAt" IS NOT NULL"""),
        ("told already, but still to be told: fan-out", """SELECT DISTINCT f."Id" FROM "FanOuts" f JOIN "FanOutChunks" c ON c."FanOutId" = f."Id" JOIN json_each(c."Recipients") r JOIN "Notifications" n ON n."RecipientId" = r.value AND n."MessageId" = f."MessageId" """),
        ("settled, but it has a message: activity", """SELECT s."ActivityId" FROM "SettledActivities" s JOIN "Messages" m ON m."ActivityId" = s."ActivityId" """),
        ("an empty text is stored as such: message", """SELECT "Id" FROM "Messages" WHERE "Type" = '' OR "Action" = '' OR "Title" = '' OR "Text" = ''"""),
        ("metadata is no JSON object: message", """SELECT "Id" FROM "Messages" WHERE "Metadata" IS NOT NULL AND (NOT json_valid("Metadata") OR json_type("Metadata") <> 'object')"""),
        ("the count has drifted for type", TallyCheck.Types),
        ("the count has drifted for hour", TallyCheck.Hours),
        ("the count has drifted for recipient", TallyCheck.Inboxes),
        ("metadata is no JSON object: activity", """SELECT "Id" FROM "Activities" WHERE "Metadata" IS NOT NULL AND (NOT json_valid("Metadata") OR json_type("Metadata") <> 'object')"""),
    ];

    private static readonly string[] Counted = ["Notifications", "Recipients", "Messages", "Activities"];

    public async Task<DatabaseReport> RunAsync(string path, CancellationToken cancellationToken)
    {
        await using var connection = await file!.OpenReadOnlyAsync(cancellationToken, path);
        var problems = new List<string>();

        try
        {
            problems.AddRange(await BrokenAsync(connection, "the file is damaged:", "PRAGMA integrity_check", cancellationToken));
            problems.Remove("the file is damaged: ok");
            problems.AddRange(await BrokenAsync(connection, "points to nothing:", "SELECT \"table\" || ' ' || rowid || ' → ' || parent FROM pragma_foreign_key_check", cancellationToken));
            var (pending, unknown) = await MigrationsAsync(connection, cancellationToken);
            problems.AddRange(unknown);

            if (problems.Count + pending.Count == 0) // the rules speak of today's tables
            {
                await RulesAsync(connection, problems, cancellationToken);
            }

            return new DatabaseReport(problems, pending, problems.Count + pending.Count == 0 ? await CountsAsync(connection, cancellationToken) : []);
        }
        catch (SqliteException e) // too damaged to answer
        {
            return new DatabaseReport([.. problems, $"the file is damaged: {e.Message}"], [], new Dictionary<string, long>());
        }
    }

    private static async Task RulesAsync(SqliteConnection connection, List<string> problems, CancellationToken cancellationToken)
    {
        foreach (var (rule, broken) in Rules)
        {
            problems.AddRange(await BrokenAsync(connection, rule, broken, cancellationToken));
        }

        foreach (var row in await connection.RowsAsync("SELECT \"Id\", \"Link\", \"Icon\", \"Actions\" FROM \"Messages\"", cancellationToken))
        {
            var errors = new InputErrors();
            DraftRules.Link((string?)row[1], errors, "link");
            DraftRules.Icon((string?)row[2], errors, "icon");
            problems.AddRange(errors.Any ? [$"message {row[0]}: {errors}"] : []);
            problems.AddRange(AreSafe((string?)row[3]) ? [] : [$"message {row[0]}: an action leads nowhere safe"]);
        }
    }

    private async Task<(List<string> Pending, List<string> Unknown)> MigrationsAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var known = db.Database.GetMigrations().ToList();
        var applied = await connection.AppliedMigrationsAsync(cancellationToken);

        return ([.. known.Except(applied).Select(m => $"migration not applied: {m}")], [.. applied.Except(known).Select(m => $"migration not known: {m}")]);
    }

    private static async Task<IEnumerable<string>> BrokenAsync(SqliteConnection connection, string rule, string sql, CancellationToken cancellationToken) =>
        (await connection.RowsAsync(sql, cancellationToken)).Select(row => string.Create(CultureInfo.InvariantCulture, $"{rule} {row[0]}"));

    private static async Task<Dictionary<string, long>> CountsAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);

        foreach (var table in Counted)
        {
            counts[table.ToLowerInvariant()] = (long)(await connection.ScalarAsync($"SELECT count(*) FROM \"{table}\"", cancellationToken))!;
        }

        return counts;
    }

    private static bool AreSafe(string? actions)
    {
        try
        {
            return actions is null || JsonSerializer.Deserialize<List<NotificationAction>>(actions, JsonSerializerOptions.Web)!.All(a => SafeLink.IsSafe(a.Link));
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
