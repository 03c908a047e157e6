using NotifyPortal.Notifications;

namespace NotifyPortal.Tests.Notifications;

/// <summary>What the rules say of one user's inbox, in a list: what the real one is held against.</summary>
public sealed class InboxModel
{
    private readonly List<Row> rows = [];
    private long hidden;

    public sealed record Row(long Id, long Message, string? Group)
    {
        public long Position { get; set; } = Id;

        public long Message { get; set; } = Message;

        public required string Type { get; set; }

        public string? Key { get; set; }

        public string? OpenKey { get; set; }

        public int Occurrences { get; set; } = 1;

        public DateTimeOffset? SeenAt { get; set; }

        public DateTimeOffset? DismissedAt { get; set; }

        public (int Number, DateTimeOffset? SeenAt, DateTimeOffset? DismissedAt) Before { get; set; }

        public bool Unread => SeenAt is null && DismissedAt is null;
    }

    /// <summary>The last operation that changed something.</summary>
    public int Operation { get; private set; }

    public int Count => rows.Count;

    public int Unread => rows.Count(r => r.Unread);

    public int Dismissed => rows.Count(r => r.DismissedAt is not null);

    /// <summary>The highest position.</summary>
    public long Watermark => Math.Max(hidden, rows.Count == 0 ? 0 : rows.Max(r => r.Position));

    public IEnumerable<Row> Newest => rows.OrderByDescending(r => r.Position);

    public IEnumerable<Row> Inbox => Newest.Where(r => r.DismissedAt is null);

    public IEnumerable<Row> Bell => Inbox.OrderByDescending(r => r.Unread).ThenByDescending(r => r.Position).Take(10);

    public Row? Open(string? key) => rows.SingleOrDefault(r => key is not null && r.OpenKey == key);

    public void Add(long id, long message, string type, string? group, string? key)
    {
        rows.RemoveAll(r => group is not null && r.Group == group);
        rows.Add(new Row(id, message, group) { Type = type, Key = key, OpenKey = key });
    }

    /// <summary>A timeseries row: stored, but in no list and no count.</summary>
    public void Hide(long position) => hidden = position;

    public static void Fold(Row row, long position, long message, string type)
    {
        (row.Position, row.Message, row.Type) = (position, message, type);
        row.Occurrences++;
    }

    public long IdAt(int pick) => rows.Count == 0 ? 404 : rows[pick % rows.Count].Id;

    public long? MessageAt(int pick) => rows.Count == 0 ? null : rows[pick % rows.Count].Message;

    /// <summary>All of it was too old.</summary>
    public int Clear() => rows.RemoveAll(_ => true);

    /// <summary>The sender takes the message back; nothing of its rows is left.</summary>
    public int Retract(long message) => rows.RemoveAll(r => r.Message == message);

    /// <summary>The sender says that it is over; that is no operation of the recipient's.</summary>
    public int Resolve(string? key, string? group, DateTimeOffset now)
    {
        var open = rows.Where(r => r.DismissedAt is null && (key is not null ? r.Key == key : r.Group == group)).ToList();

        foreach (var row in open)
        {
            Dismiss(row, now);
            (row.OpenKey, row.Before) = (null, default);
        }

        return open.Count;
    }

    public int See(long id, DateTimeOffset now) => Each(r => r.Id == id && r.Unread, r => r.SeenAt = now);

    public int Unsee(long id) => Each(r => r.Id == id && r.SeenAt is not null && r.DismissedAt is null, r => r.SeenAt = null);

    public int Dismiss(long id, DateTimeOffset now) => Each(r => r.Id == id && r.DismissedAt is null, r => Dismiss(r, now));

    public int Restore(long id) => Each(r => r.Id == id && r.DismissedAt is not null, r => r.DismissedAt = null);

    public int SeeAll(Func<Row, bool> selected, DateTimeOffset now) => Each(r => r.Unread && selected(r), r => r.SeenAt = now);

    public int DismissAll(Func<Row, bool> selected, DateTimeOffset now) => Each(r => r.DismissedAt is null && selected(r), r => Dismiss(r, now));

    public int Undo(int operation) => Each(r => r.Before.Number == operation, r => (r.SeenAt, r.DismissedAt) = (r.Before.SeenAt, r.Before.DismissedAt));

    private static void Dismiss(Row row, DateTimeOffset now)
    {
        row.DismissedAt = now;
        row.SeenAt ??= now;
    }

    private int Each(Func<Row, bool> which, Action<Row> change)
    {
        var changed = rows.Where(which).ToList();
        Operation += changed.Count > 0 ? 1 : 0;

        foreach (var row in changed)
        {
            var before = (Operation, row.SeenAt, row.DismissedAt);
            change(row);
            row.OpenKey = null;
            row.Before = before;
        }

        return changed.Count;
    }
}
