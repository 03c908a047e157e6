using System.Security.Claims;
using NotifyPortal.Activities;
using NotifyPortal.Settings;

namespace NotifyPortal.Admin;

/// <summary>Sets what an admin wants in place of the configuration, and records it in the same transaction.</summary>
public sealed class SettingsAdministration(SettingsService settings, ActivityLog activities, ActingAdmin acting)
{
    /// <param name="value">Null: as configured again.</param>
    /// <returns>False: it cannot have this value.</returns>
    /// <exception cref="UnauthorizedAccessException">It is no admin (any more).</exception>
    public async Task<bool> SetAsync(string key, string? value, ClaimsPrincipal admin, CancellationToken cancellationToken = default)
    {
        var actor = await acting.GetAsync(admin, cancellationToken);
        var accepted = await settings.SetAsync(key, value, actor.Display, (db, before) => activities.Add(db, new ActivityDraft("setting.changed")
        {
            Module = "settings",
            Origin = ActivityOrigin.Manual,
            Actor = actor,
            ResourceType = "setting",
            ResourceId = key,
            Metadata = new() { ["from"] = before, ["to"] = value?.Trim() },
        }), cancellationToken);
        activities.Announce();

        return accepted;
    }
}
