using NotifyPortal.Activities;

namespace NotifyPortal.Accounts;

/// <summary>
/// What happens to accounts, as activities. The user concerned is told even of what they did themselves, for it may not have been
/// them: so these have no actor, unless an admin did it to someone else.
/// </summary>
internal static class AccountActivities
{
    private const string Module = "accounts";
    private const string SessionsPage = "/Account/Manage/Sessions";
    private const string ProfilePage = "/Account/Manage";

    public static ActivityDraft SignedIn(PortalUser user, string device, string? address) => Of("account.signed-in", user,
        new Presentation($"New sign-in from {device}", address is null ? "Was this you?" : $"{address} · was this you?", Link: SessionsPage, Severity: "warning"));

    public static ActivityDraft PasswordChanged(PortalUser user, bool byLink) => Of("account.password-changed", user,
        new Presentation("Your password was changed", byLink ? "With a link · all sign-ins were ended" : "All other sign-ins were ended", Link: SessionsPage, Severity: "warning"));

    public static ActivityDraft EmailChanged(PortalUser user, string email) => Of("account.email-changed", user,
        new Presentation("Your e-mail address was changed", $"You now sign in as {email}", Link: "/Account/Manage/Email", Severity: "warning"));

    public static ActivityDraft RoleChanged(PortalUser user, bool admin, Actor? by) => Of("account.role-changed", user,
        new Presentation(admin ? "You are an admin now" : "You are no longer an admin", By(by), Link: ProfilePage, Severity: "warning"), by);

    public static ActivityDraft Locked(PortalUser user, Actor? by) => Of("account.locked", user,
        new Presentation("Your account was locked", By(by), Link: ProfilePage, Severity: "warning"), by);

    public static ActivityDraft Unlocked(PortalUser user, Actor? by) => Of("account.unlocked", user,
        new Presentation("Your account was unlocked", By(by), Link: ProfilePage), by);

    public static ActivityDraft Created(PortalUser user, Actor? by) => Of("account.created", user,
        new Presentation("Welcome to NotifyPortal", "What concerns you will show up here", Link: ProfilePage, Severity: "success"), by);

    public static ActivityDraft GitHubLinked(PortalUser user, Actor? by) => Of("account.github-linked", user,
        new Presentation($"You are linked with {user.GitHubLogin} on GitHub", By(by), "link", ProfilePage), by);

    public static ActivityDraft GitHubUnlinked(PortalUser user, string login, Actor? by) => Of("account.github-unlinked", user,
        new Presentation($"You are no longer linked with {login} on GitHub", By(by), "link", ProfilePage), by);

    public static ActivityDraft LinkIssued(PortalUser user, Actor? by) => Of("account.link-issued", user, null, by);

    /// <summary>Nobody is left to be told.</summary>
    public static ActivityDraft Deleted(PortalUser user, Actor? by) =>
        new("account.deleted") { Module = Module, Actor = by, TargetName = user.DisplayName, ResourceType = "account", ResourceId = user.Id };

    private static ActivityDraft Of(string action, PortalUser user, Presentation? presentation, Actor? by = null) => new(action)
    {
        Module = Module,
        Actor = by?.Id == user.Id ? null : by,
        TargetId = user.Id,
        TargetName = user.DisplayName,
        ResourceType = "account",
        ResourceId = user.Id,
        Presentation = presentation,
    };

    private static string? By(Actor? by) => by is null ? null : $"By {by.Display}";
}
