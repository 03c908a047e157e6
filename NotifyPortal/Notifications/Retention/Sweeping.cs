using Microsoft.EntityFrameworkCore;
using NotifyPortal.Accounts;
using NotifyPortal.Data;
using NotifyPortal.Notifications.Preferences;

namespace NotifyPortal.Notifications.Retention;

/// <summary>Takes out what is kept for a while only and nobody counts: each kind in chunks.</summary>
internal static class Sweeping
{
    /// <param name="account">Ended sign-ins before it go: until then they say which devices are not new.</param>
    public static async Task SweepAsync(StoreWriter writer, DateTimeOffset now, DateTimeOffset account, CancellationToken cancellationToken)
    {
        var (skipped, removed, undoable, signedIn) = (now - SkippedNotifications.Kept, now - Removal.KeptFor, now - Operation.Undoable, account - SignInStore.MaxAge);

        await InChunksAsync(db => db.Set<Skip>().Where(s => s.CreatedAt < skipped).OrderBy(s => s.CreatedAt));
        await InChunksAsync(db => db.Set<Removal>().Where(r => r.At < removed).OrderBy(r => r.At));
        await InChunksAsync(db => db.Set<Operation>().Where(o => o.At < undoable).OrderBy(o => o.RecipientId));
        await InChunksAsync(db => db.Set<SignIn>().Where(s => s.EndedAt < account || s.CreatedAt < signedIn).OrderBy(s => s.CreatedAt));
        // A browser that was once told something and has nothing left is forgotten.
        await InChunksAsync(db => db.Set<Recipient>().Where(r => r.SessionId != null
            && !db.Set<Notification>().Any(n => n.RecipientId == r.Id) && !db.Set<Removal>().Any(d => d.RecipientId == r.Id)).OrderBy(r => r.Id));

        async Task InChunksAsync<T>(Func<PortalDbContext, IOrderedQueryable<T>> old)
            where T : class
        {
            while (await writer.WriteAsync((db, token) => old(db).Take(RetentionService.ChunkSize).ExecuteDeleteAsync(token), cancellationToken) == RetentionService.ChunkSize)
            {
            }
        }
    }
}
