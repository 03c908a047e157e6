using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NotifyPortal.Activities;
using NotifyPortal.Data;
using NotifyPortal.Live;
using NotifyPortal.Notifications.Extending;

namespace NotifyPortal.Notifications.Retention;

/// <summary>
/// Removes what is too old: one pass at a time, in chunks that are looked for outside the writer's turn and removed within it, so that
/// others get through.
/// </summary>
public sealed class RetentionService(
    StoreWriter writer, IDbContextFactory<PortalDbContext> contexts, ActivityLog activities, IOptionsMonitor<RetentionOptions> options,
    NotificationBroker broker, Observers observers, NotificationMetrics metrics, TimeProvider clock, ILogger<RetentionService> logger) : IDisposable
{
    internal const string JobName = "retention";

    /// <summary>From one pass to the next.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    /// <summary>So many go in one transaction.</summary>
    internal const int ChunkSize = 1000;

    private const int MessagesAsked = 100_000;

    // A start has more to do than this.
    private readonly DateTimeOffset begun = clock.Now() + TimeSpan.FromMinutes(1);
    private readonly SemaphoreSlim oneAtATime = new(1, 1);
    private long askedUpTo;
    private readonly Announcer announcer = new(broker, observers);

    /// <summary>Removes what is too old.</summary>
    /// <param name="days">In place of the configured <see cref="RetentionOptions.Days"/> for this run.</param>
    /// <param name="dryRun">Only counts.</param>
    /// <param name="by">Who asked for it; it is recorded. Null: it was time.</param>
    public async Task<PruneResult> PruneAsync(int? days = null, bool dryRun = false, Actor? by = null, CancellationToken cancellationToken = default)
    {
        var ages = Ages.At(clock.Now(), options.CurrentValue, days);

        if (dryRun)
        {
            return await CountAsync(ages, cancellationToken);
        }

        await oneAtATime.WaitAsync(cancellationToken);

        try
        {
            var result = new PruneResult(
                await PruneRowsAsync(ages, cancellationToken),
                Messages: await PruneMessagesAsync(ages, cancellationToken),
                Activities: await PruneActivitiesAsync(ages, cancellationToken));
            await Sweeping.SweepAsync(writer, clock.Now(), ages.Activity, cancellationToken);
            await RememberAsync(result, by, cancellationToken);
            metrics.Pruned(result);

            return result;
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    /// <summary>The last pass, by whoever asked for it; null before the first.</summary>
    public async Task<LastPrune?> LastAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        return await db.Set<LastPrune>().AsNoTracking().SingleOrDefaultAsync(cancellationToken);
    }

    public void Dispose() => oneAtATime.Dispose();

    /// <summary>The job: a pass when the last is long enough ago; returns when the next is due.</summary>
    internal async Task<DateTimeOffset?> RunAsync(CancellationToken cancellationToken)
    {
        var now = clock.Now();
        var last = await LastAsync(cancellationToken);
        // A clock that was set back must not put the next pass off.
        var due = last is { } && last.At <= now && last.At + Every > begun ? last.At + Every : begun;

        if (due > now)
        {
            return due;
        }

        await PruneAsync(cancellationToken: cancellationToken);

        return clock.Now() + Every;
    }

    private async Task<PruneResult> CountAsync(Ages ages, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var count = 0;

        foreach (var old in ages.Rows(db))
        {
            count += await old.CountAsync(cancellationToken);
        }

        return new PruneResult(
            count,
            await ages.Activities(db).CountAsync(cancellationToken),
            await ages.Messages(db, db.Set<Notification>().AsNoTracking().Where(ages.Row(db).Negate())).CountAsync(cancellationToken));
    }

    private async Task<int> PruneRowsAsync(Ages ages, CancellationToken cancellationToken)
    {
        var (removed, kind) = (0, 0);

        while (true)
        {
            await using var reading = await contexts.CreateDbContextAsync(cancellationToken);
            var kinds = ages.Rows(reading);

            if (kind == kinds.Count)
            {
                return removed;
            }

            var ids = await kinds[kind].Select(n => n.Id).Take(ChunkSize).ToListAsync(cancellationToken);
            var gone = ids.Count == 0 ? [] : await writer.WriteAsync((db, token) => RemoveAsync(db, ages, ids, token), cancellationToken);
            announcer.Announce(LiveEventKind.Removed, gone);
            (removed, kind) = (removed + gone.Count, ids.Count < ChunkSize ? kind + 1 : kind);
        }
    }

    // A row may have folded or been seen since it was looked for.
    private async Task<IReadOnlyList<OwnedRow>> RemoveAsync(PortalDbContext db, Ages ages, IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        var rows = await (from n in db.Set<Notification>().Where(ages.Row(db))
                          join r in db.Set<Recipient>() on n.RecipientId equals r.Id
                          where ids.Contains(n.Id)
                          select new OwnedRow(r.Address, n.Id)).ToListAsync(cancellationToken);
        await NotificationStore.RemoveAsync(db, [.. rows.Select(row => row.Id)], clock.Now(), cancellationToken);

        return rows;
    }

    // Whether anybody still has a message, only asking for each can tell: a pass asks for so many, the next goes on from there.
    private async Task<int> PruneMessagesAsync(Ages ages, CancellationToken cancellationToken)
    {
        var (removed, last, end) = (0, askedUpTo, askedUpTo + MessagesAsked);

        while (true)
        {
            await using var reading = await contexts.CreateDbContextAsync(cancellationToken);
            var ids = await ages.Messages(reading, reading.Set<Notification>()).Where(m => m.Id > last && m.Id <= end).OrderBy(m => m.Id).Select(m => m.Id)
                .Take(ChunkSize).ToListAsync(cancellationToken);

            if (ids.Count == 0)
            {
                askedUpTo = await reading.Set<Message>().AnyAsync(m => m.Id > end, cancellationToken) ? end : 0;

                return removed;
            }

            removed += await writer.WriteAsync(async (db, token) =>
            {
                var old = ages.Messages(db, db.Set<Notification>()).Where(m => ids.Contains(m.Id));
                var settled = await old.Where(m => m.ActivityId != null).Select(m => m.ActivityId!.Value).ToListAsync(token);
                db.AddRange(settled.Select(activity => new SettledActivity { ActivityId = activity }));
                await db.SaveChangesAsync(token);

                return await old.ExecuteDeleteAsync(token);
            }, cancellationToken);
            last = ids[^1];
        }
    }

    private async Task<int> PruneActivitiesAsync(Ages ages, CancellationToken cancellationToken)
    {
        var removed = 0;

        while (true)
        {
            var gone = await writer.WriteAsync(async (db, token) =>
            {
                var ids = await ages.Activities(db).OrderBy(a => a.Id).Select(a => a.Id).Take(ChunkSize).ToListAsync(token);

                return ids.Count == 0 ? 0 : await db.Set<ActivityEntry>().Where(a => ids.Contains(a.Id)).ExecuteDeleteAsync(token);
            }, cancellationToken);

            if (gone == 0)
            {
                return removed;
            }

            removed += gone;
        }
    }

    private async Task RememberAsync(PruneResult result, Actor? by, CancellationToken cancellationToken)
    {
        await writer.WriteAsync(async (db, token) =>
        {
            await db.Set<LastPrune>().ExecuteDeleteAsync(token);
            db.Add(new LastPrune
            {
                Id = LastPrune.Only,
                At = clock.Now(),
                Notifications = result.Notifications,
                Activities = result.Activities,
                Messages = result.Messages,
                By = by?.Display,
            });

            if (by is not null)
            {
                activities.Add(db, Record(result, by));
            }
        }, cancellationToken);

        if (result.Any)
        {
            Log.Pruned(logger, result.Notifications, result.Activities, result.Messages, by?.Display ?? "the clock");
        }

        announcer.AnnounceToAdmins(LiveEventKind.Job);
        announcer.AnnounceToAdmins(LiveEventKind.Activity);
    }

    private static ActivityDraft Record(PruneResult result, Actor by) => new("notifications.pruned")
    {
        Module = NotificationService.ModuleKey,
        Origin = ActivityOrigin.Manual,
        Actor = by,
        Metadata = new()
        {
            ["notifications"] = result.Notifications,
            ["activities"] = result.Activities,
            ["messages"] = result.Messages,
        },
    };
}
