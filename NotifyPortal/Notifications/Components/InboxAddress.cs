using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using NotifyPortal.Data;

namespace NotifyPortal.Notifications.Components;

/// <summary>The inbox's filters and place as its address carries them. What is at its default is left out.</summary>
public sealed record InboxAddress(string? Status, string? Dismissed, string? Type, string? Order, string? Limit, string? Cursor)
{
    private static readonly int[] Sizes = [10, 25, 50, 100];

    /// <summary>The page sizes on offer.</summary>
    public static IReadOnlyList<int> PageSizes => Sizes;

    /// <summary>What to read, or null when the address says something unknown.</summary>
    public InboxQuery? ToQuery()
    {
        PageCursor? cursor = null;
        var limit = 25;

        if (Status is not (null or "all" or "unread") || Dismissed is not (null or "exclude" or "only" or "include")
            || Order is not (null or "newest" or "unread-first") || (Limit is not null && (!int.TryParse(Limit, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || !Sizes.Contains(limit)))
            || (Cursor is not null && !PageCursor.TryParse(Cursor, out cursor)))
        {
            return null;
        }

        return new InboxQuery
        {
            Status = Status == "unread" ? InboxStatus.Unread : InboxStatus.All,
            Dismissed = Dismissed switch { "only" => DismissedFilter.Only, "include" => DismissedFilter.Include, _ => DismissedFilter.Exclude },
            Type = Type is "" ? null : Type,
            Order = Order == "unread-first" ? InboxOrder.UnreadFirst : InboxOrder.Newest,
            Limit = limit,
            Cursor = cursor,
        };
    }

    public override string ToString() => QueryHelpers.AddQueryString("/notifications", new Dictionary<string, string?>
    {
        ["status"] = Status is "all" ? null : Status,
        ["dismissed"] = Dismissed is "exclude" ? null : Dismissed,
        ["type"] = Type is "" ? null : Type,
        ["order"] = Order is "newest" ? null : Order,
        ["limit"] = Limit is "25" ? null : Limit,
        ["cursor"] = Cursor,
    }.Where(pair => pair.Value is not null));
}
