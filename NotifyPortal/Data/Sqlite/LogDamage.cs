using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace NotifyPortal.Data.Sqlite;

/// <summary>
/// Whether a write-ahead log has lost what was committed. SQLite passes over everything behind the first frame that does not add up, in
/// silence: after a power cut that is right, for the last transaction was not answered yet. But two whole commits behind it prove that
/// the first had been synced.
/// </summary>
internal static class LogDamage
{
    private const int HeaderSize = 32, FrameHeaderSize = 24;
    private const uint Magic = 0x377F0682;

    public static bool IsIn(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using var log = new BufferedStream(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite), 1 << 20);
        var header = new byte[HeaderSize];

        if (log.ReadAtLeast(header, HeaderSize, throwOnEndOfStream: false) < HeaderSize)
        {
            return false;
        }

        var magic = Number(header, 0);
        var bigEndian = (magic & 1) == 1;
        var sum = Sum(header.AsSpan(0, 24), (0, 0), bigEndian);

        // A header is synced before the first frame is written.
        return (magic & ~1u) == Magic && sum == (Number(header, 24), Number(header, 28))
            ? HasCommitsBehindABreak(log, header, sum, bigEndian)
            : log.Length > HeaderSize && header.AsSpan().ContainsAnyExcept((byte)0);
    }

    private static bool HasCommitsBehindABreak(Stream log, byte[] header, (uint, uint) sum, bool bigEndian)
    {
        var frame = new byte[FrameHeaderSize + Number(header, 8)];
        var (broken, commits) = (false, 0);

        while (log.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false) == frame.Length)
        {
            var ours = frame.AsSpan(8, 8).SequenceEqual(header.AsSpan(16, 8)); // else of an earlier round
            var said = (Number(frame, 16), Number(frame, 20));
            var adds = ours && Sum(frame.AsSpan(FrameHeaderSize), Sum(frame.AsSpan(0, 8), sum, bigEndian), bigEndian) == said;
            broken |= !adds;
            commits = adds && broken ? commits + (Number(frame, 4) != 0 ? 1 : 0) : 0;
            sum = said; // the next one's begins with it, whatever became of this page

            if (commits >= 2)
            {
                return true;
            }
        }

        return false;
    }

    private static (uint, uint) Sum(ReadOnlySpan<byte> bytes, (uint First, uint Second) sum, bool bigEndian)
    {
        var numbers = MemoryMarshal.Cast<byte, uint>(bytes);

        for (var i = 0; i < numbers.Length; i += 2)
        {
            sum.First += InOrder(numbers[i]) + sum.Second;
            sum.Second += InOrder(numbers[i + 1]) + sum.First;
        }

        return sum;

        uint InOrder(uint number) => bigEndian == BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(number) : number;
    }

    private static uint Number(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);
}
