using Microsoft.EntityFrameworkCore;
using NotifyPortal.Data;

namespace NotifyPortal.Notifications;

/// <summary>What a message with a group does first: the older row of the same group, recipient and sender goes, whatever its state.</summary>
internal static class Replacing
{
    /// <summary>Takes the older rows away; inserts nothing.</summary>
    public static async Task<IReadOnlyList<OwnedRow>> ReplaceAsync(
        PortalDbContext db, Message message, IReadOnlyList<Addressee> to, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var numbers = to.Select(one => one.Number).ToList();
        var rows = await db.Set<Notification>()
            .Where(n => numbers.Contains(n.RecipientId) && n.Sender == message.Sender && n.Group == message.Group && n.MessageId != message.Id)
            .ToDictionaryAsync(n => n.RecipientId, n => n.Id, cancellationToken);
        List<OwnedRow> older = [.. to.Where(one => rows.ContainsKey(one.Number)).Select(one => new OwnedRow(one.Address, rows[one.Number]))];

        if (older.Count > 0)
        {
            IReadOnlyList<long> ids = [.. older.Select(row => row.Id)];
            await NotificationStore.SupersedeAsync(db, ids, cancellationToken);
            await NotificationStore.RemoveAsync(db, ids, now, cancellationToken);
        }

        return older;
    }
}
