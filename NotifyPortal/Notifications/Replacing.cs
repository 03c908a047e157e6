using Microsoft.EntityFrameworkCore;
using NotifyPortal.Data;

namespace NotifyPortal.Notifications;

/// <summary>What a message with a group does first: the older row of the same group, recipient and sender goes, whatever its state.</summary>
internal static class Replacing
{
    /// <summary>Takes the older rows away; inserts nothing.</summary>
    public static async Task<IReadOnlyList<OwnedRow>> ReplaceAsync(
        PortalDbContext db, Message message, IReadOnlyCollection<string> addresses, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var older = await (from r in db.Set<Recipient>()
                           join n in db.Set<Notification>() on r.Id equals n.RecipientId
                           where addresses.Contains(r.Address) && n.Sender == message.Sender && n.Group == message.Group && n.MessageId != message.Id
                           orderby r.Id
                           select new OwnedRow(r.Address, n.Id)).ToListAsync(cancellationToken);

        if (older.Count > 0)
        {
            IReadOnlyList<long> ids = [.. older.Select(row => row.Id)];
            await NotificationStore.SupersedeAsync(db, ids, cancellationToken);
            await NotificationStore.RemoveAsync(db, ids, now, cancellationToken);
        }

        return older;
    }
}
