using Microsoft.EntityFrameworkCore;
using NotifyPortal.Accounts;
using NotifyPortal.Data;
using NotifyPortal.Live;

namespace NotifyPortal.Notifications.Topics;

/// <summary>Named lists of subscribers. Every change can be repeated and is then none.</summary>
#pragma warning disable MA0049 // The feature's one noun: whoever calls it says Topics.SubscribeAsync.
public sealed class Topics(StoreWriter writer, IDbContextFactory<PortalDbContext> contexts, NotificationBroker broker, TimeProvider clock)
#pragma warning restore MA0049
{
    /// <summary>How long a name may be, in characters.</summary>
    public const int MaxName = 100;

    /// <summary>Cleans a topic's name; what is at fault is noted under the field.</summary>
    public static string? Clean(string field, string? name, InputErrors errors)
    {
        var clean = errors.Line(field, name, MaxName);

        if (clean?.Contains("%2F", StringComparison.OrdinalIgnoreCase) == true)
        {
            errors.Add(field, "must not contain %2F"); // in addresses that is the slash, which names may contain
        }

        return clean;
    }

    /// <summary>Subscribes the user.</summary>
    /// <returns>False: it was so before.</returns>
    /// <exception cref="ArgumentException">The name is blank or no name.</exception>
    public async Task<bool> SubscribeAsync(string userId, string topic, CancellationToken cancellationToken = default)
    {
        var (name, now) = (CleanOrThrow(topic), clock.Now());
        var changed = await writer.WriteAsync(async (db, token) =>
        {
            if (await Of(db, userId, name).AnyAsync(token))
            {
                return false;
            }

            db.Add(new TopicSubscription { Topic = name, UserId = userId, CreatedAt = now });

            return true;
        }, cancellationToken);

        return Announce(userId, changed);
    }

    /// <summary>Ends the user's subscription.</summary>
    /// <returns>False: there was none.</returns>
    /// <exception cref="ArgumentException">The name is blank or no name.</exception>
    public async Task<bool> UnsubscribeAsync(string userId, string topic, CancellationToken cancellationToken = default)
    {
        var name = CleanOrThrow(topic);

        return Announce(userId, await writer.WriteAsync((db, token) => Of(db, userId, name).ExecuteDeleteAsync(token), cancellationToken) > 0);
    }

    /// <summary>What the user is subscribed to, by name.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(string userId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var names = await db.Set<TopicSubscription>().AsNoTracking().Where(s => s.UserId == userId).Select(s => s.Topic).ToListAsync(cancellationToken);

        return [.. names.Order(StringComparer.Ordinal)];
    }

    /// <summary>The topics with the most subscribers; for admins.</summary>
    public async Task<IReadOnlyList<TopicSize>> LargestAsync(int count = 100, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var sizes = from s in db.Set<TopicSubscription>().AsNoTracking()
                    group s by s.Topic into topic
                    orderby topic.Count() descending, topic.Key
                    select new TopicSize(topic.Key, topic.Count());

        return await sizes.Take(count).ToListAsync(cancellationToken);
    }

    /// <summary>Who is subscribed, the latest first, in keyset pages; for admins.</summary>
    public async Task<Page<TopicSubscriber>> SubscribersAsync(string topic, PageCursor? cursor = null, int limit = 25, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var page = await db.Set<TopicSubscription>().AsNoTracking().Where(s => s.Topic == topic).ToPageAsync(s => s.Id, cursor, limit, cancellationToken);
        List<string> ids = [.. page.Items.Select(s => s.UserId)];
        var accounts = await db.Users.AsNoTracking().Where(u => ids.Contains(u.Id))
            .Select(u => new AccountRef(u.Id, u.DisplayName, u.Email!, u.DeactivatedAt == null)).ToDictionaryAsync(u => u.Id, cancellationToken);

        return page.Select(s => new TopicSubscriber(accounts[s.UserId], s.CreatedAt));
    }

    /// <summary>The active accounts that are subscribed, inside the caller's transaction.</summary>
    internal static IQueryable<string> ActiveIds(PortalDbContext db, string topic) =>
        from s in db.Set<TopicSubscription>().AsNoTracking()
        join u in db.Users on s.UserId equals u.Id
        where s.Topic == topic && u.DeactivatedAt == null
        select s.UserId;

    private static string CleanOrThrow(string topic)
    {
        var errors = new InputErrors();
        var clean = Clean(nameof(topic), topic, errors);

        return clean is null || errors.Any ? throw new ArgumentException(errors.Any ? errors.ToString() : "topic is required", nameof(topic)) : clean;
    }

    private static IQueryable<TopicSubscription> Of(PortalDbContext db, string userId, string topic) =>
        db.Set<TopicSubscription>().Where(s => s.Topic == topic && s.UserId == userId);

    private bool Announce(string userId, bool changed)
    {
        if (changed)
        {
            broker.Publish(LiveTopic.User(userId), LiveEvent.Of(LiveEventKind.Preferences));
            broker.Publish(LiveTopic.Admins, LiveEvent.Of(LiveEventKind.Preferences));
        }

        return changed;
    }
}

/// <summary>A topic and how many are subscribed to it.</summary>
public sealed record TopicSize(string Topic, int Subscribers);

/// <summary>Somebody who is subscribed, and since when.</summary>
public sealed record TopicSubscriber(AccountRef Account, DateTimeOffset Since);
