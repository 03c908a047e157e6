using NotifyPortal.Data;

namespace NotifyPortal.Notifications;

/// <summary>How many rows each of a recipient's lists has.</summary>
/// <param name="Newest">The highest position of them all.</param>
internal sealed record InboxFigures(int RecipientId, int Unread, int Read, int Dismissed, long Newest)
{
    /// <summary>Of whom nothing was ever sent to.</summary>
    public static readonly InboxFigures None = new(0, 0, 0, 0, 0);

    public static InboxFigures From(SqlRow row) =>
        new((int)row.Number(), (int)row.Number(), (int)(row.NumberOrNull() ?? 0), (int)(row.NumberOrNull() ?? 0), NewestIn(row));

    // Of each list in turn.
    private static long NewestIn(SqlRow row)
    {
        var newest = 0L;

        foreach (var _ in Enum.GetValues<NotificationState>())
        {
            newest = Math.Max(newest, row.NumberOrNull() ?? 0);
        }

        return newest;
    }

    /// <summary>How many a list has.</summary>
    public int Of(NotificationState state) => state switch
    {
        NotificationState.Unread => Unread,
        NotificationState.Read => Read,
        NotificationState.Dismissed => Dismissed,
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };
}
