using NotifyPortal.Data;
using NotifyPortal.Live;

namespace NotifyPortal.Notifications;

/// <summary>Whom what others have committed concerns, of those who listen here.</summary>
internal sealed class ForeignChanges(StoreReader reader, NotificationBroker broker)
{
    private const string UserPrefix = "user:";

    // Of the touches seen in their lifetime: they are found by age, since their order is not that of commits.
    private readonly HashSet<long> seen = [];
    private long lastActivity = -1;

    /// <summary>Where to say "read again".</summary>
    public Task<IReadOnlyCollection<LiveTopic>> TopicsAsync(ForeignCommits found, CancellationToken cancellationToken) => reader.ReadAsync(async sql =>
    {
        if (found is { Any: true, After: null })
        {
            return [LiveTopic.Everyone];
        }

        return sql.IsSqlite ? [] : await ReadAsync(sql, found.After, cancellationToken);
    });

    private async Task<IReadOnlyCollection<LiveTopic>> ReadAsync(Sql sql, long? after, CancellationToken cancellationToken)
    {
        var told = broker.Told.Take();
        var topics = await TouchedAsync(sql, cancellationToken);
        var activity = (await sql.QueryAsync($"""SELECT coalesce(max("Id"), 0) FROM "Activities" """, row => row.Number(), cancellationToken)).Single();

        if (after is { } number)
        {
            topics.UnionWith(await ChangedAsync(sql, number, told, cancellationToken));
        }

        if (after is not null || (activity != lastActivity && lastActivity >= 0))
        {
            topics.Add(LiveTopic.Admins);
        }

        lastActivity = activity;

        return topics.Contains(LiveTopic.Everyone) ? [LiveTopic.Everyone] : topics;
    }

    /// <summary>What is no row of anybody's, noted by the database itself.</summary>
    private async Task<HashSet<LiveTopic>> TouchedAsync(Sql sql, CancellationToken cancellationToken)
    {
        var touched = await sql.QueryAsync(
            $"""SELECT "Number", "Topic" FROM "Touched" WHERE "At" > now() - interval '15 seconds' AND "By" <> current_setting('application_name')""",
            row => (Number: row.Number(), Topic: row.Text()), cancellationToken);
        var fresh = touched.Where(one => !seen.Contains(one.Number)).Select(one => new LiveTopic(one.Topic)).ToHashSet();
        seen.Clear();
        seen.UnionWith(touched.Select(one => one.Number));

        return fresh;
    }

    /// <param name="told">Rows of whose creation their own people were told here: they concern nobody, unless something has happened to them since.</param>
    private async Task<IEnumerable<LiveTopic>> ChangedAsync(Sql sql, long after, IReadOnlyCollection<(LiveTopic Topic, long Id)> told, CancellationToken cancellationToken)
    {
        var listening = broker.Topics.Select(AddressOf).OfType<string>().ToList();
        var known = told.Select(row => $"{AddressOf(row.Topic)} {row.Id}").ToList();
        var changed = await sql.QueryAsync(
            $"""
            SELECT a.value FROM unnest({listening}) AS a(value) JOIN "Recipients" AS r ON r."Address" = a.value
            WHERE EXISTS (SELECT 1 FROM "Notifications" AS n WHERE n."RecipientId" = r."Id" AND n."State" IN (0, 1, 2, 3) AND n."Position" > {after}
                    AND NOT (n."Position" = n."Id" AND a.value || ' ' || n."Id" = ANY ({known})))
                OR EXISTS (SELECT 1 FROM "Notifications" AS n WHERE n."RecipientId" = r."Id" AND n."Operation" > {after})
                OR EXISTS (SELECT 1 FROM "Removals" AS g WHERE g."RecipientId" = r."Id" AND g."Number" > {after})
            """, row => row.Text(), cancellationToken);

        return changed.Select(RecipientAddress.LiveTopicOf);
    }

    private static string? AddressOf(LiveTopic topic) =>
        topic.Name.StartsWith(UserPrefix, StringComparison.Ordinal) ? topic.Name[UserPrefix.Length..]
        : RecipientAddress.SessionIn(topic.Name) is not null ? topic.Name
        : null;
}
