using NotifyPortal.Data;

namespace NotifyPortal.Notifications;

/// <summary>What a message leaves with those it is for, inside the caller's transaction: folds into open rows first, then what a group replaces, then new rows.</summary>
internal static class Delivery
{
    /// <param name="to">By number, each once.</param>
    /// <param name="counted">As how many the message counts them already.</param>
    public static async Task<Stored> StoreAsync(
        PortalDbContext db, Message message, IReadOnlyList<Addressee> to, int counted, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var folded = message.CollapseKey is null ? [] : await Folding.FoldAsync(db, message, to, now, cancellationToken);
        var rest = folded.Count == 0 ? to : Without(to, folded);
        var removed = message.Group is null ? [] : await Replacing.ReplaceAsync(db, message, rest, now, cancellationToken);
        var created = await NotificationStore.AddRowsAsync(db, message, rest, now, cancellationToken);
        await NotificationStore.AddSentAsync(db, message.Id, created.Count + folded.Count - counted, cancellationToken);

        return new Stored(message.Id, created, folded, removed);
    }

    private static List<Addressee> Without(IReadOnlyList<Addressee> all, IReadOnlyList<OwnedRow> rows)
    {
        var told = rows.Select(row => row.Address).ToHashSet(StringComparer.Ordinal);

        return [.. all.Where(one => !told.Contains(one.Address))];
    }
}

/// <summary>What a transaction left behind.</summary>
/// <param name="MessageId">Null when nothing was stored.</param>
internal sealed record Stored(long? MessageId, IReadOnlyList<OwnedRow> Created, IReadOnlyList<OwnedRow> Folded, IReadOnlyList<OwnedRow> Removed)
{
    public static readonly Stored Nothing = new(null, [], [], []);
}
