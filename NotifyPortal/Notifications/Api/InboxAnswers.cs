using System.Globalization;

namespace NotifyPortal.Notifications.Api;

/// <summary>A page of the caller's inbox.</summary>
/// <param name="Watermark">What bulk operations reach up to; the same on every page reached from page 1.</param>
/// <param name="Total">How many the filters match.</param>
/// <param name="UnreadCount">The badge's number, whatever the filters.</param>
public sealed record InboxPageDto(
    IReadOnlyList<ItemDto> Items, string Watermark, string? NextCursor, string? PreviousCursor, bool HasMore, long Total, int UnreadCount)
{
    internal static InboxPageDto From(InboxListing listing) => new(
        [.. listing.Page.Items.Select(ItemDto.From)], listing.Page.Watermark.ToString(CultureInfo.InvariantCulture),
        listing.Page.NextCursor, listing.Page.PreviousCursor, listing.Page.HasMore, listing.Page.Total, listing.UnreadCount);
}

/// <summary>The badge's number, and by type; the key "" stands for none.</summary>
public sealed record UnreadCountDto(int UnreadCount, IReadOnlyDictionary<string, int> ByType);

/// <summary>How many changed.</summary>
public sealed record CountDto(int Count);

/// <summary>What a bulk operation did.</summary>
/// <param name="UndoToken">Takes it back for ten seconds; null: nothing has changed.</param>
public sealed record BulkAnswer(int Count, string? UndoToken)
{
    internal static BulkAnswer From(BulkChange change) => new(change.Count, change.UndoToken?.ToString(CultureInfo.InvariantCulture));
}
