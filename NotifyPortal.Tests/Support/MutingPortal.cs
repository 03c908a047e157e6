using NotifyPortal.Accounts;
using NotifyPortal.Activities;
using NotifyPortal.Notifications.Preferences;

namespace NotifyPortal.Tests.Support;

/// <summary>What tests of preferences say in a few words.</summary>
public static class MutingPortal
{
    public static Preferences Preferences(this PortalApp app) => app.Get<Preferences>();

    public static Task<IReadOnlyList<PreferenceChange>> MuteAsync(this PortalApp app, PortalUser user, params string[] types) =>
        app.Preferences().SetAsync(user.Id, [.. types.Select(type => new PreferenceChange(type, false))]);

    public static Task<IReadOnlyList<PreferenceChange>> UnmuteAsync(this PortalApp app, PortalUser user, params string[] types) =>
        app.Preferences().SetAsync(user.Id, [.. types.Select(type => new PreferenceChange(type, true))]);

    public static Task<bool> RequireAsync(this PortalApp app, string type, bool required = true, string? reason = null) =>
        app.Get<RequiredTypes>().SetAsync(type, required, reason, new Actor(null, "Ada"));
}
