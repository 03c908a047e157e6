using NotifyPortal.Data;
using NotifyPortal.Modules;
using NotifyPortal.Notifications.Tallies;

namespace NotifyPortal.Notifications;

/// <summary>Counts over all users, as they are kept: queued rows of users only.</summary>
public sealed class NotificationTotals(StoreReader store)
{
    /// <summary>By type, with every type of which there was ever one.</summary>
    public async Task<IReadOnlyList<TypeTally>> ByTypeAsync(CancellationToken cancellationToken = default) =>
        await store.ReadAsync(sql => TallyReading.TypesAsync(sql, cancellationToken));

    public async Task<(long Total, long Unread, long Dismissed)> CountAsync(CancellationToken cancellationToken = default)
    {
        var types = await ByTypeAsync(cancellationToken);

        return (types.Sum(t => t.Total), types.Sum(t => t.Unread), types.Sum(t => t.Dismissed));
    }

    internal async Task<IReadOnlyList<ModuleStat>> StatsAsync(CancellationToken cancellationToken)
    {
        var (total, unread, dismissed) = await CountAsync(cancellationToken);

        return [new ModuleStat("Total", total), new ModuleStat("Unread", unread), new ModuleStat("Dismissed", dismissed)];
    }
}
