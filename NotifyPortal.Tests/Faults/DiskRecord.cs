using System.Runtime.InteropServices;

namespace NotifyPortal.Tests.Faults;

/// <summary>What became of the disk's contents, as disk.c wrote it down.</summary>
internal enum DiskEntryKind
{
    Written = 1,
    Truncated,
    SyncBegun,
    SyncEnded,
    Removed,
}

/// <param name="File">0 the database, 1 its log.</param>
/// <param name="At">When, by <see cref="System.Diagnostics.Stopwatch"/>: before it was done; of the end of a sync, after.</param>
internal sealed record DiskEntry(DiskEntryKind Kind, int File, int Thread, long Offset, long At, byte[] Data);

/// <summary>Everything a portal did to its database's files, in order.</summary>
internal static class DiskRecord
{
    private const int HeaderSize = 32;

    public static IReadOnlyList<DiskEntry> Read(string path)
    {
        var bytes = File.ReadAllBytes(path).AsSpan();
        var entries = new List<DiskEntry>();

        while (bytes.Length >= HeaderSize)
        {
            var numbers = MemoryMarshal.Cast<byte, int>(bytes[..16]);
            var times = MemoryMarshal.Cast<byte, long>(bytes[16..HeaderSize]);
            entries.Add(new((DiskEntryKind)numbers[0], numbers[1], numbers[2], times[0], times[1], bytes.Slice(HeaderSize, numbers[3]).ToArray()));
            bytes = bytes[(HeaderSize + numbers[3])..];
        }

        return entries;
    }
}
