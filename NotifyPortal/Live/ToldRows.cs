namespace NotifyPortal.Live;

/// <summary>Which rows' creation was told here lately, and to whom: what a look for lost signals need not tell them again.</summary>
internal sealed class ToldRows
{
    // More at once are told again, which costs a read each and is never wrong.
    private const int Most = 4096;

    private readonly Lock gate = new();
    private HashSet<(LiveTopic Topic, long Id)>? now, before;

    public void Note(LiveTopic topic, IEnumerable<long> ids)
    {
        if (now is null)
        {
            return; // nobody asks: there is one replica
        }

        lock (gate)
        {
            if (now.Count < Most)
            {
                now.UnionWith(ids.Select(id => (topic, id)));
            }
        }
    }

    /// <summary>Those of the time between this look and the one before the last; kept from the first on. One look's rows may be within the next one's reach.</summary>
    public IReadOnlyCollection<(LiveTopic Topic, long Id)> Take()
    {
        lock (gate)
        {
            var taken = (now ?? []).Union(before ?? []).ToList();
            (now, before) = ([], now);

            return taken;
        }
    }
}
