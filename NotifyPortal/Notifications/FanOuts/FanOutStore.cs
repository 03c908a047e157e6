using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NotifyPortal.Data;

namespace NotifyPortal.Notifications.FanOuts;

/// <summary>The statements of a large sending, each inside the caller's transaction.</summary>
internal static class FanOutStore
{
    /// <summary>Stores the job with whom it is for.</summary>
    /// <param name="skipped">How many more were meant who cannot be told.</param>
    public static async Task<long> AcceptAsync(
        PortalDbContext db, Message message, IReadOnlyCollection<string> addresses, int skipped, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var fanOut = new FanOut { MessageId = message.Id, Total = addresses.Count + skipped, Skipped = skipped, AcceptedAt = now };
        db.Add(fanOut);
        await db.SaveChangesAsync(cancellationToken);
        var list = JsonSerializer.Serialize(addresses);
        await db.Database.ExecuteSqlAsync(
            $"""INSERT INTO "FanOutRecipients" ("FanOutId", "Address") SELECT {fanOut.Id}, value FROM json_each({list})""", cancellationToken);

        return fanOut.Id;
    }

    /// <summary>The next who are to be told; they leave the list.</summary>
    public static async Task<IReadOnlyList<string>> TakeAsync(PortalDbContext db, long fanOutId, int count, CancellationToken cancellationToken)
    {
        var rest = db.Set<FanOutRecipient>().Where(r => r.FanOutId == fanOutId);
        var taken = await rest.OrderBy(r => r.Address).Select(r => r.Address).Take(count).ToListAsync(cancellationToken);
        await rest.Where(r => taken.Contains(r.Address)).ExecuteDeleteAsync(cancellationToken);

        return taken;
    }

    /// <summary>Adds what a chunk came to; the last one ends the job.</summary>
    public static Task CountAsync(PortalDbContext db, long fanOutId, int created, int folded, int skipped, DateTimeOffset? ended, CancellationToken cancellationToken) =>
        db.Set<FanOut>().Where(f => f.Id == fanOutId).ExecuteUpdateAsync(set => set
            .SetProperty(f => f.Created, f => f.Created + created)
            .SetProperty(f => f.Folded, f => f.Folded + folded)
            .SetProperty(f => f.Skipped, f => f.Skipped + skipped)
            .SetProperty(f => f.State, ended == null ? FanOutState.Running : FanOutState.Done)
            .SetProperty(f => f.EndedAt, ended), cancellationToken);

    /// <summary>Ends the message's job, if one is running: whoever is still in the list is skipped.</summary>
    /// <returns>How many these are; null: none was running.</returns>
    public static async Task<int?> StopAsync(
        PortalDbContext db, long messageId, DateTimeOffset now, CancellationToken cancellationToken, FanOutState state = FanOutState.Stopped)
    {
        if (await db.Set<FanOut>().AsNoTracking().FirstOrDefaultAsync(f => f.MessageId == messageId && f.EndedAt == null, cancellationToken) is not { } fanOut)
        {
            return null;
        }

        var rest = await db.Set<FanOutRecipient>().Where(r => r.FanOutId == fanOut.Id).ExecuteDeleteAsync(cancellationToken);
        await db.Set<FanOut>().Where(f => f.Id == fanOut.Id).ExecuteUpdateAsync(set => set
            .SetProperty(f => f.Skipped, f => f.Skipped + rest)
            .SetProperty(f => f.State, state)
            .SetProperty(f => f.EndedAt, now), cancellationToken);

        return rest;
    }
}
