namespace NotifyPortal.Notifications.Components;

/// <summary>A toast in its place: what it says may change, the place stays.</summary>
public sealed record ToastEntry(int Place, NotificationView Item);

/// <summary>What this page has to toast, in order: a few are shown, some wait, and what is beyond those becomes a number.</summary>
/// <param name="limit">How many are shown at once.</param>
public sealed class ToastQueue(int limit)
{
    /// <summary>How many may wait by name.</summary>
    public const int Waiting = 5;

    private readonly List<ToastEntry> queue = [];
    private readonly HashSet<long> more = [];
    private int places;

    /// <summary>On a small screen one fewer is shown.</summary>
    public bool Narrow { get; set; }

    /// <summary>The toasts on the screen, the oldest first.</summary>
    public IReadOnlyList<ToastEntry> Shown => [.. queue.Take(Limit)];

    /// <summary>"N more": how many there are beyond those shown and waiting.</summary>
    public int More => more.Count;

    /// <summary>The stored rows among those shown and waiting.</summary>
    public IReadOnlyCollection<long> Ids => [.. queue.Where(e => e.Item.Mode != NotificationMode.Ephemeral).Select(e => e.Item.Id)];

    /// <summary>Those that are only counted.</summary>
    public IReadOnlyCollection<long> MoreIds => more;

    private int Limit => Narrow && limit > 1 ? limit - 1 : limit;

    /// <summary>Takes the place of one of its group, or the next free one.</summary>
    public void Add(NotificationView item)
    {
        var same = item.Group is null ? -1 : queue.FindIndex(e => e.Item.Group == item.Group);

        if (same >= 0)
        {
            queue[same] = queue[same] with { Item = item };
        }
        else if (queue.Count < Limit + Waiting)
        {
            queue.Add(new ToastEntry(places++, item));
        }
        else
        {
            more.Add(item.Id);
        }
    }

    public void Remove(long id)
    {
        queue.RemoveAll(e => e.Item.Id == id);
        more.Remove(id);
    }

    public void ForgetMore() => more.Clear();

    /// <summary>Takes over what is stored now under these ids; what is no longer to be shown leaves. What is never stored stays.</summary>
    public void Update(IReadOnlyCollection<long> ids, IEnumerable<NotificationView> stored)
    {
        var now = stored.Where(IsDue).ToDictionary(i => i.Id);

        queue.RemoveAll(e => e.Item.Mode != NotificationMode.Ephemeral && ids.Contains(e.Item.Id) && !now.ContainsKey(e.Item.Id));

        for (var i = 0; i < queue.Count; i++)
        {
            queue[i] = now.TryGetValue(queue[i].Item.Id, out var item) ? queue[i] with { Item = item } : queue[i];
        }
    }

    /// <summary>Of those that are only counted, keeps these.</summary>
    public void KeepMore(IEnumerable<NotificationView> stored) => more.IntersectWith(stored.Where(IsDue).Select(i => i.Id));

    /// <summary>Whether it has something to say still: nobody has dealt with it.</summary>
    public static bool IsDue(NotificationView item) => item.Mode != NotificationMode.Queued || item.Unread;
}
