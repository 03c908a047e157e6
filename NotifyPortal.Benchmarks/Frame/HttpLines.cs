using System.Threading.Channels;

namespace NotifyPortal.Benchmarks.Frame;

/// <summary>Connections that are all open before the first request; whoever posts takes a free one.</summary>
internal sealed class HttpLines : IDisposable
{
    private readonly Channel<HttpLine> free = Channel.CreateUnbounded<HttpLine>();
    private readonly List<HttpLine> all = [];

    public static async Task<HttpLines> OpenAsync(int count, Uri address, string path, string headers = "")
    {
        var lines = new HttpLines();

        for (var i = 0; i < count; i++)
        {
            var line = await HttpLine.OpenAsync(address, path, headers);
            lines.all.Add(line);
            lines.free.Writer.TryWrite(line);
        }

        return lines;
    }

    /// <summary>Waits for a free connection first.</summary>
    /// <param name="sending">Told when the request leaves, with the time up to then not being the server's.</param>
    public async Task<int> PostAsync(string json, Action? sending = null)
    {
        var line = await free.Reader.ReadAsync();
        sending?.Invoke();
        var status = await line.PostAsync(json);
        free.Writer.TryWrite(line);

        return status;
    }

    public void Dispose() => all.ForEach(line => line.Dispose());
}
