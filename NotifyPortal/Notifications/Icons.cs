using System.Collections.Frozen;

namespace NotifyPortal.Notifications;

/// <summary>The icons a notification may show, by their Material Symbols names with - for _. Any other name gives way to the type's icon.</summary>
public static class Icons
{
    public const string Default = "notifications";

    private static readonly FrozenSet<string> Known = new[]
    {
        "account-circle", "add-reaction", "alternate-email", "approval", "archive", "article", "assignment", "assignment-ind", "attach-file", "autorenew",
        "backup", "bolt", "bookmark", "bug-report", "build", "build-circle", "calendar-month", "campaign", "cancel", "celebration", "chat", "chat-bubble",
        "check", "check-circle", "cloud", "cloud-done", "code", "comment", "commit", "credit-card", "database", "delete", "deployed-code", "description",
        "download", "edit", "error", "event", "favorite", "flag", "folder", "forum", "group", "group-add", "handshake", "help", "history", "home", "info",
        "inventory", "key", "label", "link", "local-shipping", "lock", "lock-open", "login", "logout", "mail", "merge", "new-releases", "notifications",
        "package", "payments", "person", "person-add", "play-circle", "policy", "priority-high", "publish", "rate-review", "receipt-long", "reply",
        "report", "rocket-launch", "rule", "save", "schedule", "security", "sell", "send", "settings", "share", "shield", "shopping-cart", "star", "sync",
        "task-alt", "thumb-up", "timer", "trending-up", "undo", "update", "upload", "verified", "visibility", "warning", "webhook",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static bool IsKnown(string? icon) => icon is not null && Known.Contains(icon);

    /// <summary>The font's name for an icon's.</summary>
    public static string Symbol(string icon) => icon.Replace('-', '_');
}
