namespace NotifyPortal.Tests.Faults;

/// <summary>What of the unsynced writes a power cut leaves.</summary>
internal enum Survival
{
    Synced,
    SomeWrites,
    SomeSectors,
    All,
}

/// <summary>One file of a disk that holds what was synced for certain, and of what was written since whatever chance leaves.</summary>
internal sealed class CutDisk
{
    private const int Sector = 512; // what a disk writes whole

    private readonly MemoryStream durable = new();
    private readonly List<(long Number, DiskEntry Entry)> unsynced = [];
    private readonly Dictionary<int, long> syncing = [];
    private long number;

    public CutDisk(byte[] content) => durable.Write(content);

    /// <param name="keepsPromises">False: a sync does nothing, as with synchronous = OFF.</param>
    public void Take(DiskEntry entry, bool keepsPromises = true)
    {
        switch (entry.Kind)
        {
            case DiskEntryKind.Written or DiskEntryKind.Truncated:
                unsynced.Add((number++, entry));
                break;
            case DiskEntryKind.SyncBegun:
                syncing[entry.Thread] = number;
                break;
            case DiskEntryKind.SyncEnded when keepsPromises:
                foreach (var (_, done) in unsynced.TakeWhile(u => u.Number < syncing[entry.Thread]))
                {
                    Apply(durable, done);
                }

                unsynced.RemoveAll(u => u.Number < syncing[entry.Thread]);
                break;
            case DiskEntryKind.Removed:
                durable.SetLength(0);
                unsynced.Clear();
                break;
        }
    }

    /// <summary>What is found when the power is back.</summary>
    public byte[] AfterCut(Survival survival, Random random)
    {
        using var image = new MemoryStream();
        image.Write(durable.GetBuffer(), 0, (int)durable.Length);

        foreach (var (_, entry) in unsynced.Where(_ => survival != Survival.Synced))
        {
            var parts = survival == Survival.SomeSectors && entry.Kind == DiskEntryKind.Written ? Sectors(entry) : [entry];

            foreach (var part in parts.Where(_ => survival == Survival.All || random.Next(2) == 0))
            {
                Apply(image, part);
            }
        }

        return image.ToArray();
    }

    private static IEnumerable<DiskEntry> Sectors(DiskEntry entry)
    {
        for (var from = 0; from < entry.Data.Length;)
        {
            var length = (int)Math.Min(Sector - ((entry.Offset + from) % Sector), entry.Data.Length - from);

            yield return entry with { Offset = entry.Offset + from, Data = entry.Data[from..(from + length)] };

            from += length;
        }
    }

    private static void Apply(MemoryStream image, DiskEntry entry)
    {
        if (entry.Kind == DiskEntryKind.Truncated)
        {
            image.SetLength(entry.Offset);
        }

        image.Position = entry.Offset;
        image.Write(entry.Data);
    }
}
