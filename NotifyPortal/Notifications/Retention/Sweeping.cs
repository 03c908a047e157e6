using Microsoft.EntityFrameworkCore;
using NotifyPortal.Accounts;
using NotifyPortal.Data;
using NotifyPortal.Notifications.Preferences;
using NotifyPortal.Notifications.Tallies;

namespace NotifyPortal.Notifications.Retention;

/// <summary>Takes out what is kept for a while only and nobody counts: each kind in chunks.</summary>
internal static class Sweeping
{
    /// <param name="account">Ended sign-ins before it go: until then they say which devices are not new.</param>
    public static async Task SweepAsync(StoreWriter writer, DateTimeOffset now, DateTimeOffset account, CancellationToken cancellationToken)
    {
        var (skipped, removed, undoable, signedIn) = (now - SkippedNotifications.Kept, now - Removal.KeptFor, now - Operation.Undoable, account - SignInStore.MaxAge);

        await InChunksAsync(db => db.Set<Skip>().Where(s => s.CreatedAt < skipped).OrderBy(s => s.CreatedAt));
        await SweepRemovalsAsync(writer, removed, cancellationToken);
        await InChunksAsync(db => db.Set<SignIn>()
            .Where(s => s.CreatedAt < account && (s.EndedAt < account || s.CreatedAt < signedIn)).OrderBy(s => s.CreatedAt));
        // A browser that was once told something and has nothing left is forgotten.
        await InChunksAsync(db => db.Set<Recipient>().Where(r => r.SessionId != null
            && !db.Set<Notification>().Any(n => n.RecipientId == r.Id) && !db.Set<Removal>().Any(d => d.RecipientId == r.Id)).OrderBy(r => r.SessionId));
        await writer.WriteAsync(async (db, token) =>
        {
            await db.Set<Operation>().Where(o => o.At < undoable).ExecuteDeleteAsync(token);
            await db.Set<HourTally>().Where(h => h.Created == 0 && h.Unread == 0).ExecuteDeleteAsync(token);
        }, cancellationToken);

        async Task InChunksAsync<T>(Func<PortalDbContext, IOrderedQueryable<T>> old)
            where T : class
        {
            while (await writer.WriteAsync((db, token) => old(db).Take(RetentionService.ChunkSize).ExecuteDeleteAsync(token), cancellationToken) == RetentionService.ChunkSize)
            {
            }
        }
    }

    // By time and not by a list of keys, of which there are two columns: SQLite would hold every row against the list.
    private static async Task SweepRemovalsAsync(StoreWriter writer, DateTimeOffset before, CancellationToken cancellationToken)
    {
        while (await writer.WriteAsync(async (db, token) =>
        {
            var chunk = db.Set<Removal>().Where(r => r.At < before).OrderBy(r => r.At).Select(r => r.At).Take(RetentionService.ChunkSize);
            var last = await chunk.MaxAsync(at => (DateTimeOffset?)at, token);

            return last is null ? 0 : await db.Set<Removal>().Where(r => r.At <= last).ExecuteDeleteAsync(token);
        }, cancellationToken) > 0)
        {
        }
    }
}
