using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using NotifyPortal.Data;

namespace NotifyPortal.Notifications.Extending;

/// <summary>The registered observers, each told at its own pace.</summary>
public sealed class Observers : BackgroundService
{
    /// <summary>So many things wait for one observer; what comes on top of them is lost to it.</summary>
    public const int Capacity = 1000;

    private readonly IDbContextFactory<PortalDbContext> contexts;
    private readonly ILogger<Observers> logger;
    private readonly IReadOnlyList<ObserverQueue> queues;

    public Observers(IEnumerable<INotificationObserver> observers, IDbContextFactory<PortalDbContext> contexts, IMeterFactory meters, ILogger<Observers> logger)
    {
        (this.contexts, this.logger) = (contexts, logger);
        queues = [.. observers.Select(observer => new ObserverQueue(observer, Capacity, logger))];
        meters.Create("NotifyPortal.Notifications").CreateObservableUpDownCounter(
            "notifyportal.observers.waiting", () => queues.Sum(queue => queue.Waiting), description: "What observers are still to be told.");
    }

    /// <summary>False where nobody listens: then nothing needs to be found out for them.</summary>
    internal bool Any => queues.Count > 0;

    /// <summary>These rows of the message were created, or folded it in.</summary>
    internal void Sent(long messageId, IReadOnlyList<OwnedRow> rows)
    {
        if (!Any || rows.Count == 0)
        {
            return;
        }

        // Read once, when the first of them comes to it: off the sender's path.
        var message = new Lazy<Task<Message?>>(() => ReadAsync(messageId));
        IReadOnlyList<string> recipients = [.. rows.Select(row => row.Address)];

        Add(async (observer, token) =>
        {
            if (await message.Value is { } sent)
            {
                await observer.SentAsync(SentNotification.Of(sent, recipients), ScopeOf(sent.Audience), token);
            }
        });
    }

    /// <summary>It was passed on and is not stored.</summary>
    internal void Sent(SentNotification notification, NotificationScope scope) => Add((observer, token) => observer.SentAsync(notification, scope, token));

    internal void Dismissed(IEnumerable<OwnedRow> rows)
    {
        foreach (var own in rows.GroupBy(row => row.Address))
        {
            IReadOnlyList<long> ids = [.. own.Select(row => row.Id)];
            Add((observer, token) => observer.DismissedAsync(ids, own.Key, token));
        }
    }

    internal static NotificationScope ScopeOf(AudienceKinds kinds) =>
        kinds.HasFlag(AudienceKinds.Everyone) ? NotificationScope.Everyone
        : kinds.HasFlag(AudienceKinds.Role) ? NotificationScope.Role
        : kinds.HasFlag(AudienceKinds.Topic) ? NotificationScope.Topic
        : kinds.HasFlag(AudienceKinds.Session) && !kinds.HasFlag(AudienceKinds.Named) ? NotificationScope.Session
        : NotificationScope.User;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(queues.Select(queue => queue.RunAsync(stoppingToken)));

    private void Add(Func<INotificationObserver, CancellationToken, Task> telling)
    {
        foreach (var queue in queues)
        {
            queue.Add(telling);
        }
    }

    private async Task<Message?> ReadAsync(long messageId)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync();

            return await db.Set<Message>().AsNoTracking().FirstOrDefaultAsync(m => m.Id == messageId);
        }
        catch (System.Data.Common.DbException e)
        {
            Log.SentNotRead(logger, messageId, e);

            return null;
        }
    }
}
