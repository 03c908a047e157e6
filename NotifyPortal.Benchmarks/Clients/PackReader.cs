using System.Buffers.Binary;
using System.Text;

namespace NotifyPortal.Benchmarks.Clients;

/// <summary>Reads MessagePack in place: what a circuit's server sends, and nothing else of the format.</summary>
internal ref struct PackReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> rest = bytes;

    /// <summary>Takes the next message out of what came, without the length in front of it; empty when there is none.</summary>
    public static ReadOnlySpan<byte> NextFrame(ref ReadOnlySpan<byte> received)
    {
        if (received.IsEmpty)
        {
            return [];
        }

        var (length, shift, read) = (0, 0, 0);
        byte part;

        do
        {
            part = received[read++];
            length |= (part & 0x7f) << shift;
            shift += 7;
        }
        while (part > 0x7f);

        var frame = received.Slice(read, length);
        received = received[(read + length)..];

        return frame;
    }

    public int Array() => (int)Counted(0x90, 0x0f, two: 0xdc, four: 0xdd);

    public long Number()
    {
        var kind = Byte();

        return kind switch
        {
            <= 0x7f => kind,
            >= 0xe0 => (sbyte)kind,
            0xcc => Byte(),
            0xcd => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
            0xce => BinaryPrimitives.ReadUInt32BigEndian(Take(4)),
            0xcf or 0xd3 => BinaryPrimitives.ReadInt64BigEndian(Take(8)),
            0xd0 => (sbyte)Byte(),
            0xd1 => BinaryPrimitives.ReadInt16BigEndian(Take(2)),
            0xd2 => BinaryPrimitives.ReadInt32BigEndian(Take(4)),
            _ => throw new FormatException($"{kind:x2} is no number."),
        };
    }

    /// <summary>The bytes of a text, or of bytes; none for nil.</summary>
    public ReadOnlySpan<byte> Bytes()
    {
        var kind = Byte();

        return Take(kind switch
        {
            0xc0 => 0,
            >= 0xa0 and <= 0xbf => kind & 0x1f,
            0xc4 or 0xd9 => Byte(),
            0xc5 or 0xda => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
            0xc6 or 0xdb => BinaryPrimitives.ReadInt32BigEndian(Take(4)),
            _ => throw new FormatException($"{kind:x2} is neither text nor bytes."),
        });
    }

    public string Text() => Encoding.UTF8.GetString(Bytes());

    public bool Truth() => Byte() == 0xc3;

    /// <summary>Passes over the headers, which no server of circuits sends.</summary>
    public void Headers()
    {
        if (Byte() is not (0x80 or 0xc0))
        {
            throw new FormatException("There are headers.");
        }
    }

    private uint Counted(byte small, byte mask, byte two, byte four)
    {
        var kind = Byte();

        return kind == two ? BinaryPrimitives.ReadUInt16BigEndian(Take(2))
            : kind == four ? BinaryPrimitives.ReadUInt32BigEndian(Take(4))
            : (kind & ~mask) == small ? (uint)(kind & mask)
            : throw new FormatException($"{kind:x2} is no array.");
    }

    private byte Byte() => Take(1)[0];

    private ReadOnlySpan<byte> Take(int count)
    {
        var taken = rest[..count];
        rest = rest[count..];

        return taken;
    }
}
