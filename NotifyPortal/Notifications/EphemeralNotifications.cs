using System.Globalization;
using NotifyPortal.Data;

namespace NotifyPortal.Notifications;

/// <summary>
/// What was sent but is never stored, held in memory for as long as its signal may be on the way: signals carry ids, not content. What
/// nobody fetched in time, or what a restart takes, is lost; that is what the mode promises.
/// </summary>
public sealed class EphemeralNotifications(TimeProvider clock)
{
    /// <summary>How long one can be fetched.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(30);

    /// <summary>At most so many are held; a flood costs the oldest ones.</summary>
    public const int Capacity = 1000;

    private readonly Lock gate = new();
    private readonly SortedDictionary<long, Held> held = [];

    /// <summary>Its id outside this process: no stored message or notification is called so.</summary>
    public static string WireId(long id) => string.Create(CultureInfo.InvariantCulture, $"e{id}");

    /// <summary>Those of these ids that are still held and are for this page or stream, the oldest first.</summary>
    /// <param name="addresses">Whom the page or stream serves: a user, a browser session, or both; see <see cref="RecipientAddress"/>.</param>
    public IReadOnlyList<NotificationView> Find(IReadOnlyCollection<long> ids, params IReadOnlyCollection<string> addresses)
    {
        var since = clock.Now() - KeptFor;

        lock (gate)
        {
            return [.. ids.Distinct().Order().Select(held.GetValueOrDefault).OfType<Held>()
                .Where(one => one.View.CreatedAt >= since && one.IsFor(addresses)).Select(one => one.View)];
        }
    }

    internal void Hold(NotificationView view, IEnumerable<string> addresses) => Hold(new Held(view, addresses.ToHashSet(StringComparer.Ordinal), []));

    /// <summary>For every page and stream that is open, but these.</summary>
    internal void HoldForAll(NotificationView view, IEnumerable<string> except) => Hold(new Held(view, null, except.ToHashSet(StringComparer.Ordinal)));

    private void Hold(Held one)
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

    private sealed record Held(NotificationView View, HashSet<string>? Addresses, HashSet<string> Except)
    {
        public bool IsFor(IReadOnlyCollection<string> addresses) => !Except.Overlaps(addresses) && (Addresses is null || Addresses.Overlaps(addresses));
    }
}
