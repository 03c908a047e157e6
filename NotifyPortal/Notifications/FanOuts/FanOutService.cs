using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using NotifyPortal.Activities;
using NotifyPortal.Data;
using NotifyPortal.Live;
using NotifyPortal.Modules;
using NotifyPortal.Notifications.Extending;
using NotifyPortal.Notifications.Preferences;

namespace NotifyPortal.Notifications.FanOuts;

/// <summary>
/// Tells the recipients of large sendings, a chunk at a time; each chunk is a writer's turn of its own, so that others get through, and
/// commits together with its progress: after a kill it goes on where it was.
/// </summary>
public sealed class FanOutService(
    StoreWriter writer, IDbContextFactory<PortalDbContext> contexts, MutedRecipients muted, NotificationBroker broker, Observers observers, NotificationMetrics metrics, TimeProvider clock,
    ILogger<FanOutService> logger)
{
    internal const string JobName = "fan-outs";

    private static readonly Func<PortalDbContext, long, CancellationToken, Task<Running?>> FindRunning = EF.CompileAsyncQuery(
        (PortalDbContext db, long id, CancellationToken _) => (from f in db.Set<FanOut>()
                                                               join m in db.Set<Message>().AsNoTracking() on f.MessageId equals m.Id
                                                               where f.Id == id && f.EndedAt == null
                                                               select new Running(m, f.AcceptedAt)).FirstOrDefault());

    private readonly Announcer announcer = new(broker, observers);

    /// <summary>One of this sender's, or of anybody's for an admin; null when there is none.</summary>
    public async Task<FanOut?> FindAsync(SenderRef by, long id, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        return await db.Set<FanOut>().AsNoTracking()
            .FirstOrDefaultAsync(f => f.Id == id && (by.Admin || db.Set<Message>().Any(m => m.Id == f.MessageId && m.Sender == by.Name)), cancellationToken);
    }

    /// <summary>The one that sends this message; null when it went out at once.</summary>
    public async Task<FanOut?> OfMessageAsync(long messageId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        return await db.Set<FanOut>().AsNoTracking().FirstOrDefaultAsync(f => f.MessageId == messageId, cancellationToken);
    }

    /// <summary>The job: goes on with all that are running, in turn, until none is.</summary>
    internal async Task<DateTimeOffset?> RunAllAsync(CancellationToken cancellationToken)
    {
        while (await RunningAsync(cancellationToken) is { Count: > 0 } running)
        {
            foreach (var id in running)
            {
                await StepGuardedAsync(id, cancellationToken);
            }
        }

        return null;
    }

    /// <summary>Goes on with one until it has ended. The job may be at it too: they take turns.</summary>
    internal async Task<FanOut?> RunToEndAsync(long id, CancellationToken cancellationToken)
    {
        while (await StepAsync(id, cancellationToken))
        {
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        return await db.Set<FanOut>().AsNoTracking().FirstOrDefaultAsync(f => f.Id == id, cancellationToken);
    }

    /// <summary>Tells the next chunk.</summary>
    /// <returns>False: it has ended.</returns>
    internal async Task<bool> StepAsync(long id, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        var step = await writer.WriteAsync((db, token) => StepAsync(db, id, now, token), cancellationToken);

        if (step is null)
        {
            return false;
        }

        announcer.Announce(step.Stored);
        metrics.Told(OutcomeKind.Created, null, step.Stored.Created.Count);
        metrics.Told(OutcomeKind.Folded, null, step.Stored.Folded.Count);

        foreach (var (reason, count) in step.Skipped)
        {
            metrics.Told(OutcomeKind.Skipped, reason, count);
        }

        metrics.Handled(step.Stored.Created.Count + step.Stored.Folded.Count + step.Skipped.Values.Sum());

        announcer.AnnounceToAdmins(LiveEventKind.Job, step.MessageId);

        if (step.Stopped is { } rest)
        {
            Log.FanOutStopped(logger, id, step.MessageId, rest);
        }

        return !step.Ended;
    }

    private async Task<Step?> StepAsync(PortalDbContext db, long id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await FindRunning(db, id, cancellationToken) is not { Message: var message, AcceptedAt: var acceptedAt })
        {
            return null;
        }

        var off = await ModuleService.WasOffSinceAsync(db, NotificationService.ModuleKey, acceptedAt, cancellationToken);

        if (off || message.ExpiresAt <= now)
        {
            var rest = await FanOutStore.StopAsync(db, message.Id, now, cancellationToken);
            Dictionary<SkipReason, int> stopped = off ? new() { [SkipReason.ModuleOff] = rest ?? 0 } : [];
            await Skip.AddCountAsync(db, message, stopped, now, cancellationToken);

            return new Step(message.Id, Stored.Nothing, stopped, true, rest);
        }

        if (await FanOutStore.TakeAsync(db, id, cancellationToken) is not var (numbers, more))
        {
            throw new InvalidOperationException($"Fan-out {id} is running, and nobody is left to tell.");
        }

        var there = await Addressee.StillThereAsync(db, numbers, cancellationToken);
        var willing = await WillingAsync(db, message.Type, there, cancellationToken);
        var stored = willing.Count == 0 ? Stored.Nothing : await Delivery.StoreAsync(db, message, willing, 0, now, cancellationToken);
        var skipped = new Dictionary<SkipReason, int>
        {
            [SkipReason.UnknownRecipient] = numbers.Length - there.Count,
            [SkipReason.Muted] = there.Count - willing.Count,
            [SkipReason.Duplicate] = willing.Count - stored.Created.Count - stored.Folded.Count,
        };
        await Skip.AddCountAsync(db, message, skipped, now, cancellationToken);
        await FanOutStore.CountAsync(db, id, stored.Created.Count, stored.Folded.Count, skipped.Values.Sum(), more ? null : now, cancellationToken);

        return new Step(message.Id, stored, skipped, !more, null);
    }

    private async Task<IReadOnlyList<Addressee>> WillingAsync(PortalDbContext db, string? type, IReadOnlyList<Addressee> all, CancellationToken cancellationToken)
    {
        var unwilling = await muted.AmongAsync(db, type, [.. all.Select(one => one.Address)], cancellationToken);

        return unwilling.Count == 0 ? all : [.. all.ExceptBy(unwilling, one => one.Address, StringComparer.Ordinal)];
    }

    private async Task<IReadOnlyList<long>> RunningAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        return await db.Set<FanOut>().Where(f => f.EndedAt == null).OrderBy(f => f.Id).Select(f => f.Id).ToListAsync(cancellationToken);
    }

    // A store that refuses is asked again; what else goes wrong would go wrong each time, and must not hold up the others.
    private async Task StepGuardedAsync(long id, CancellationToken cancellationToken)
    {
        try
        {
            await StepAsync(id, cancellationToken);
        }
        catch (Exception e) when (e is not (OperationCanceledException or DbException))
        {
            Log.FanOutFailed(logger, id, e);
            await writer.WriteAsync(
                async (db, token) => await FanOutStore.StopAsync(
                    db, await db.Set<FanOut>().Where(f => f.Id == id).Select(f => f.MessageId).SingleAsync(token), clock.Now(), token, FanOutState.Failed),
                cancellationToken);
        }
    }

    private sealed record Running(Message Message, DateTimeOffset AcceptedAt);

    private sealed record Step(long MessageId, Stored Stored, Dictionary<SkipReason, int> Skipped, bool Ended, int? Stopped);
}
