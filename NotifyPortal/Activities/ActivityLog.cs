using Microsoft.EntityFrameworkCore;
using NotifyPortal.Data;
using NotifyPortal.Live;

namespace NotifyPortal.Activities;

/// <summary>The record of what happened: append-only.</summary>
public sealed class ActivityLog(
    StoreWriter writer, IDbContextFactory<PortalDbContext> contexts, NotificationBroker broker, TimeProvider clock,
    IEnumerable<IActivityHandler> handlers, ILogger<ActivityLog> logger)
{
    /// <summary>Stores the activity, then hands it on. A failure in notifying never fails the record; the outcome says so.</summary>
    public async Task<ActivityResult> RecordAsync(ActivityDraft draft, CancellationToken cancellationToken = default) =>
        (await RecordManyAsync([draft], cancellationToken: cancellationToken))[0];

    /// <summary>
    /// The same for many: all are stored in one transaction, or none. What is known by its <see cref="ActivityDraft.SourceKey"/> is not
    /// stored again but handed on again: nobody is told twice, and whoever a crash left out the first time is told now.
    /// </summary>
    /// <param name="within">What else the transaction is to hold.</param>
    public async Task<IReadOnlyList<ActivityResult>> RecordManyAsync(
        IReadOnlyList<ActivityDraft> drafts, Func<PortalDbContext, CancellationToken, Task>? within = null, CancellationToken cancellationToken = default)
    {
        writer.RequireRoom();
        var entries = await writer.WriteAsync(async (db, token) =>
        {
            var known = await KnownAsync(db, drafts, token);
            var added = drafts.Select(draft => AddOnce(db, draft, known)).ToList();
            await db.SaveChangesAsync(token);
            await (within?.Invoke(db, token) ?? Task.CompletedTask);

            return added;
        }, cancellationToken);
        Announce();

        var results = new List<ActivityResult>(entries.Count);

        foreach (var (entry, draft) in entries.Zip(drafts))
        {
            results.Add(new ActivityResult(entry, await HandOnAsync(entry, draft, cancellationToken)));
        }

        return results;
    }

    /// <summary>Adds the entry to a transaction of the caller's, so that an act and its record commit together. Nobody is notified; call <see cref="Announce"/> after the commit.</summary>
    public ActivityEntry Add(PortalDbContext db, ActivityDraft draft)
    {
        var entry = ActivityEntry.From(draft, clock.Now());
        db.Add(entry);

        return entry;
    }

    /// <summary>Tells open admin pages that the log has grown.</summary>
    public void Announce() => broker.Publish(LiveTopic.Admins, LiveEvent.Of(LiveEventKind.Activity));

    /// <summary>The newest first, in keyset pages.</summary>
    public async Task<Page<ActivityEntry>> ListAsync(ActivityQuery query, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = query.Apply(db.Set<ActivityEntry>().AsNoTracking());

        return await rows.ToPageAsync(a => a.Id, query.Cursor, query.Limit, cancellationToken);
    }

    /// <summary>Hands an entry that was <see cref="Add">added</see> to a transaction on to whoever notifies, after the commit. Never throws for what they do.</summary>
    public async Task<IReadOnlyList<Outcome>> HandOnAsync(ActivityEntry entry, ActivityDraft draft, CancellationToken cancellationToken = default)
    {
        var outcomes = new List<Outcome>();

        foreach (var handler in handlers)
        {
            try
            {
                outcomes.AddRange(await handler.HandleAsync(entry, draft, cancellationToken));
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Log.HandlerFailed(logger, entry.Id, handler.GetType().Name, e);
                outcomes.Add(new Outcome(draft.TargetId, OutcomeKind.Failed, Error: "The notification could not be stored."));
            }
        }

        return outcomes;
    }

    private ActivityEntry AddOnce(PortalDbContext db, ActivityDraft draft, Dictionary<string, ActivityEntry> known)
    {
        if (draft.SourceKey is not { } key)
        {
            return Add(db, draft);
        }

        if (!known.TryGetValue(key, out var entry))
        {
            known[key] = entry = Add(db, draft);
        }

        return entry;
    }

    private static async Task<Dictionary<string, ActivityEntry>> KnownAsync(PortalDbContext db, IReadOnlyList<ActivityDraft> drafts, CancellationToken cancellationToken)
    {
        var keys = drafts.Select(draft => draft.SourceKey).OfType<string>().Distinct(StringComparer.Ordinal).ToList();

        return keys.Count == 0
            ? new(StringComparer.Ordinal)
            : await db.Set<ActivityEntry>().AsNoTracking().Where(a => keys.Contains(a.SourceKey!)).ToDictionaryAsync(a => a.SourceKey!, StringComparer.Ordinal, cancellationToken);
    }
}
