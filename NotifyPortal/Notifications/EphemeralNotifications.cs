using System.Globalization;
using NotifyPortal.Data;

namespace NotifyPortal.Notifications;

/// <summary>
/// What was sent but is never kept, held in memory for as long as its signal may be on the way: signals carry ids, not content. What came
/// through another replica is fetched from <see cref="PassingStore"/>. What nobody fetched in time, or what a restart takes, is lost; that is
/// what the mode promises.
/// </summary>
public sealed class EphemeralNotifications(TimeProvider clock, PassingStore store)
{
    /// <summary>How long one can be fetched.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(30);

    /// <summary>At most so many are held; a flood costs the oldest ones.</summary>
    public const int Capacity = 1000;

    private readonly Lock gate = new();
    private readonly SortedDictionary<long, PassingNotification> held = [];

    /// <summary>Its id outside this process: no stored message or notification is called so.</summary>
    public static string WireId(long id) => string.Create(CultureInfo.InvariantCulture, $"e{id}");

    /// <summary>Those of these ids that are still held and are for this page or stream, the oldest first.</summary>
    /// <param name="addresses">Whom the page or stream serves: a user, a browser session, or both; see <see cref="RecipientAddress"/>.</param>
    public async Task<IReadOnlyList<NotificationView>> FindAsync(
        IReadOnlyCollection<long> ids, IReadOnlyCollection<string> addresses, CancellationToken cancellationToken)
    {
        var since = clock.Now() - KeptFor;

        if (Missing(ids) is { Count: > 0 } elsewhere)
        {
            foreach (var one in await store.ReadAsync(elsewhere, cancellationToken))
            {
                Hold(one);
            }
        }

        lock (gate)
        {
            return [.. ids.Distinct().Order().Select(held.GetValueOrDefault).OfType<PassingNotification>()
                .Where(one => one.View.CreatedAt >= since && one.IsFor(addresses)).Select(one => one.View)];
        }
    }

    private List<long> Missing(IReadOnlyCollection<long> ids)
    {
        lock (gate)
        {
            return [.. ids.Where(id => !held.ContainsKey(id))];
        }
    }

    internal void Hold(PassingNotification one)
    {
        var since = clock.Now() - KeptFor;

        lock (gate)
        {
            held[one.View.Id] = one;

            // Ids grow with time: the oldest stand first.
            while (held.First() is var first && (held.Count > Capacity || first.Value.View.CreatedAt < since))
            {
                held.Remove(first.Key);
            }
        }
    }
}
