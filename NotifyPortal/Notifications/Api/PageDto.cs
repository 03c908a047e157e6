using NotifyPortal.Data;

namespace NotifyPortal.Notifications.Api;

/// <summary>A page of a list.</summary>
public sealed record PageDto<T>(IReadOnlyList<T> Items, string? NextCursor, string? PreviousCursor, bool HasMore, long Total);

public static class PageDto
{
    public static PageDto<T> From<T>(Page<T> page) => new(page.Items, page.NextCursor, page.PreviousCursor, page.HasMore, page.Total);
}
