using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace NotifyPortal.Benchmarks.Clients;

/// <summary>Writes one message of a circuit's protocol: MessagePack, with its length in front in groups of seven bits.</summary>
internal static class PackWriter
{
    private const byte Nil = 0xc0;

    public static readonly byte[] Ping = Frame([0x91, 0x06]);

    /// <summary>A call of the server's method.</summary>
    /// <param name="id">What its answer is told apart by; null: none is wanted.</param>
    /// <param name="arguments">Text, numbers, truth values or null.</param>
    public static byte[] Invocation(string? id, string target, params ReadOnlySpan<object?> arguments)
    {
        var body = new ArrayBufferWriter<byte>(64);
        body.Write((ReadOnlySpan<byte>)[0x95, 0x01, 0x80]); // five members: an invocation, no headers, …
        Value(body, id);
        Value(body, target);
        body.Write((ReadOnlySpan<byte>)[(byte)(0x90 | arguments.Length)]);

        foreach (var argument in arguments)
        {
            Value(body, argument);
        }

        return Frame(body.WrittenSpan);
    }

    private static void Value(ArrayBufferWriter<byte> body, object? value)
    {
        switch (value)
        {
            case null: body.Write((ReadOnlySpan<byte>)[Nil]); break;
            case bool truth: body.Write((ReadOnlySpan<byte>)[(byte)(truth ? 0xc3 : 0xc2)]); break;
            case string text: Text(body, text); break;
            case int number: Number(body, number); break;
            case long number: Number(body, number); break;
            default: throw new NotSupportedException(value.GetType().Name);
        }
    }

    private static void Number(ArrayBufferWriter<byte> body, long number)
    {
        var to = body.GetSpan(9);
        to[0] = 0xd3;
        BinaryPrimitives.WriteInt64BigEndian(to[1..], number);
        body.Advance(9);
    }

    private static void Text(ArrayBufferWriter<byte> body, string text)
    {
        var to = body.GetSpan(5);
        to[0] = 0xdb;
        BinaryPrimitives.WriteInt32BigEndian(to[1..], Encoding.UTF8.GetByteCount(text));
        body.Advance(5);
        Encoding.UTF8.GetBytes(text, body);
    }

    private static byte[] Frame(ReadOnlySpan<byte> body)
    {
        var frame = new ArrayBufferWriter<byte>(body.Length + 5);
        var rest = (uint)body.Length;

        do
        {
            frame.Write((ReadOnlySpan<byte>)[(byte)((rest & 0x7f) | (rest > 0x7f ? 0x80u : 0))]);
            rest >>= 7;
        }
        while (rest > 0);

        frame.Write(body);

        return frame.WrittenSpan.ToArray();
    }
}
