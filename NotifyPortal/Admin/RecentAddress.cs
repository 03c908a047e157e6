using Microsoft.AspNetCore.WebUtilities;
using NotifyPortal.Data;
using NotifyPortal.Notifications;

namespace NotifyPortal.Admin;

/// <summary>The filters and place of the overview's table as its address carries them.</summary>
public sealed record RecentAddress(string? Recipient, string? Type, string? Status, string? Cursor)
{
    /// <summary>Rows a page.</summary>
    public const int Limit = 10;

    /// <summary>What to read for an account (null: all), or null when the address says something unknown.</summary>
    public AllNotificationsQuery? ToQuery(string? userId)
    {
        PageCursor? cursor = null;

        if (Status is not (null or "" or "unread" or "dismissed") || (Cursor is not null && !PageCursor.TryParse(Cursor, out cursor)))
        {
            return null;
        }

        return new AllNotificationsQuery
        {
            UserId = userId,
            Type = Type is "" ? null : Type,
            Status = Status == "unread" ? InboxStatus.Unread : InboxStatus.All,
            Dismissed = Status == "dismissed" ? DismissedFilter.Only : DismissedFilter.Include,
            Limit = Limit,
            Cursor = cursor,
        };
    }

    public override string ToString() => QueryHelpers.AddQueryString("/admin/notifications", new Dictionary<string, string?>
    {
        ["recipient"] = Recipient,
        ["type"] = Type,
        ["status"] = Status,
        ["cursor"] = Cursor,
    }.Where(pair => !string.IsNullOrWhiteSpace(pair.Value)));
}
