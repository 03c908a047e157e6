using System.Data.Common;
using NotifyPortal.Data;
using NotifyPortal.Notifications.Types;

namespace NotifyPortal.Notifications.Preferences;

/// <summary>Asked by the write door, inside its transaction: who of those to be told does not want it in-app. One statement, however many they are.</summary>
public sealed class MutedRecipients(NotificationTypeRegistry types, ILogger<MutedRecipients> logger)
{
    /// <summary>Those who have muted the type or its base. Fails open: of an unknown type, or when it cannot be read, nobody.</summary>
    public Task<IReadOnlyList<string>> AmongAsync(PortalDbContext db, string? type, IReadOnlyCollection<string> userIds, CancellationToken cancellationToken) =>
        ReadAsync(type, (keys, channel) => db.Sql.TryQueryAsync(
            $"""
            SELECT DISTINCT p."UserId" FROM "Preferences" AS p
            WHERE p."UserId" IN (SELECT value FROM unnest({userIds}) AS u(value)) AND p."Type" IN (SELECT value FROM unnest({keys}) AS k(value))
                AND p."Channel" = {channel} AND NOT p."Wanted" AND NOT EXISTS (SELECT 1 FROM "RequiredTypes" WHERE "Type" IN (SELECT value FROM unnest({keys}) AS k(value)))
                AND EXISTS (SELECT 1 FROM "Preferences" AS m WHERE m."Type" IN (SELECT value FROM unnest({keys}) AS k(value)) AND m."Channel" = {channel} AND NOT m."Wanted")
            """, row => row.Text(), cancellationToken));

    /// <summary>The same among all active users.</summary>
    public Task<IReadOnlyList<string>> AllAsync(PortalDbContext db, string? type, CancellationToken cancellationToken) =>
        ReadAsync(type, (keys, channel) => db.Sql.TryQueryAsync(
            $"""
            SELECT DISTINCT p."UserId" FROM "Preferences" AS p JOIN "AspNetUsers" AS u ON u."Id" = p."UserId" AND u."DeactivatedAt" IS NULL
            WHERE p."Type" IN (SELECT value FROM unnest({keys}) AS k(value)) AND p."Channel" = {channel} AND NOT p."Wanted"
                AND NOT EXISTS (SELECT 1 FROM "RequiredTypes" WHERE "Type" IN (SELECT value FROM unnest({keys}) AS k(value)))
            """, row => row.Text(), cancellationToken));

    private async Task<IReadOnlyList<string>> ReadAsync(string? type, Func<IReadOnlyList<string>, string, Task<List<string>>> read)
    {
        if (types.Find(type) is not { } known)
        {
            return [];
        }

        try
        {
            return await read(known.Keys, PreferenceChannel.InApp.Key);
        }
        catch (DbException e)
        {
            Log.PreferencesUnreadable(logger, e);

            return [];
        }
    }
}
