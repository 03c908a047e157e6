using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using NotifyPortal.Data;
using NotifyPortal.Notifications.Types;

namespace NotifyPortal.Notifications.Preferences;

/// <summary>Asked by the write door, inside its transaction: who of those to be told does not want it in-app. One statement, however many they are.</summary>
public sealed class MutedRecipients(NotificationTypeRegistry types, ILogger<MutedRecipients> logger)
{
    /// <summary>Those who have muted the type or its base. Fails open: of an unknown type, or when it cannot be read, nobody.</summary>
    public async Task<IReadOnlyList<string>> AmongAsync(
        PortalDbContext db, string? type, IReadOnlyCollection<string> userIds, CancellationToken cancellationToken) =>
        userIds.Count == 0 ? [] : await ReadAsync(db, type, own => own.Where(p => userIds.Contains(p.UserId)), cancellationToken);

    /// <summary>The same among all active users.</summary>
    public Task<IReadOnlyList<string>> AllAsync(PortalDbContext db, string? type, CancellationToken cancellationToken) =>
        ReadAsync(db, type, all => all.Where(p => db.Users.Any(u => u.Id == p.UserId && u.DeactivatedAt == null)), cancellationToken);

    private async Task<IReadOnlyList<string>> ReadAsync(
        PortalDbContext db, string? type, Func<IQueryable<Preference>, IQueryable<Preference>> whose, CancellationToken cancellationToken)
    {
        if (types.Find(type) is not { } known)
        {
            return [];
        }

        var (keys, channel) = (known.Keys, PreferenceChannel.InApp.Key);

        try
        {
            return await whose(db.Set<Preference>().AsNoTracking())
                .Where(p => keys.Contains(p.Type) && p.Channel == channel && !p.Wanted)
                .Where(_ => !db.Set<RequiredType>().Any(r => keys.Contains(r.Type)))
                .Select(p => p.UserId)
                .Distinct()
                .ToListAsync(cancellationToken);
        }
        catch (DbException e)
        {
            Log.PreferencesUnreadable(logger, e);

            return [];
        }
    }
}
