using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace NotifyPortal.Benchmarks.Frame;

/// <summary>One kept HTTP/1.1 connection that costs next to nothing: client and server share the machine, and HttpClient would take half of it.</summary>
internal sealed class HttpLine : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] buffer = new byte[16 * 1024];
    private readonly string head;

    private HttpLine(string head) => this.head = head;

    /// <param name="headers">Full lines, each with its end.</param>
    public static async Task<HttpLine> OpenAsync(Uri address, string path, string headers)
    {
        var line = new HttpLine($"POST {path} HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Type: application/json\r\n{headers}");
        await line.socket.ConnectAsync(address.Host, address.Port);

        return line;
    }

    /// <summary>Posts it, under a key of its own, and reads the whole answer.</summary>
    /// <returns>The status.</returns>
    public async Task<int> PostAsync(string json)
    {
        var request = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"{head}Idempotency-Key: {Guid.NewGuid():N}\r\nContent-Length: {Encoding.UTF8.GetByteCount(json)}\r\n\r\n{json}"));
        await socket.SendAsync(request);
        var (read, length) = (0, -1);

        while (read < length || length < 0)
        {
            var more = await socket.ReceiveAsync(buffer.AsMemory(read));

            if (more == 0)
            {
                throw new IOException("The server hung up.");
            }

            read += more;
            length = Length(buffer.AsSpan(0, read));
        }

        return int.Parse(buffer.AsSpan(9, 3), CultureInfo.InvariantCulture);
    }

    public void Dispose() => socket.Dispose();

    // How long the whole answer is; -1 while that is not known.
    private static int Length(ReadOnlySpan<byte> answer)
    {
        var body = answer.IndexOf("\r\n\r\n"u8) + 4;

        if (body < 4)
        {
            return -1;
        }

        if (answer[..body].IndexOf("Content-Length: "u8) is >= 0 and var at)
        {
            var digits = answer[(at + "Content-Length: ".Length)..];

            return body + int.Parse(digits[..digits.IndexOf((byte)'\r')], CultureInfo.InvariantCulture);
        }

        return answer.EndsWith("0\r\n\r\n"u8) ? answer.Length : -1; // chunked
    }
}
