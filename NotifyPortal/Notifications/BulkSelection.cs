using NotifyPortal.Data;

namespace NotifyPortal.Notifications;

/// <summary>Which rows a bulk operation means: named ones, or all that match up to what was rendered. What arrives later is not touched.</summary>
public sealed record BulkSelection
{
    private BulkSelection()
    {
    }

    /// <summary>The highest position meant; null: whatever is there when the operation runs.</summary>
    public long? UpTo { get; private init; }

    /// <summary>A type's key; its sub-types belong to it.</summary>
    public string? Type { get; private init; }

    public IReadOnlyList<long>? Ids { get; private init; }

    /// <summary>Everything up to the watermark of a page that was shown.</summary>
    public static BulkSelection Through(long watermark, string? type = null) => new() { UpTo = watermark, Type = type };

    /// <summary>These and no others.</summary>
    public static BulkSelection Of(IReadOnlyList<long> ids) => new() { Ids = ids };

    /// <summary>Everything there is now.</summary>
    public static BulkSelection All() => new();

    internal IQueryable<Notification> In(PortalDbContext db, IQueryable<Notification> rows)
    {
        rows = rows.Where(n => n.Mode == NotificationMode.Queued);
        rows = Ids is null ? rows : rows.Where(n => Ids.Contains(n.Id));
        rows = UpTo is null ? rows : rows.Where(n => n.Position <= UpTo);

        return InboxReader.OfType(db, rows, Type);
    }
}
