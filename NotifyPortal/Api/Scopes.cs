namespace NotifyPortal.Api;

/// <summary>What a key may do.</summary>
public static class Scopes
{
    public const string ActivitiesWrite = "activities:write";
    public const string NotificationsSend = "notifications:send";
    public const string InboxRead = "inbox:read";
    public const string InboxWrite = "inbox:write";
    public const string Admin = "admin";

    public static IReadOnlyList<string> All { get; } = [ActivitiesWrite, NotificationsSend, InboxRead, InboxWrite, Admin];

    /// <summary>True for scopes that need a user to act as.</summary>
    public static bool ActsAsUser(string scope) => scope is InboxRead or InboxWrite;
}
