using System.Globalization;
using System.Threading.Channels;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Faults;

/// <summary>What the portal said it has stored.</summary>
/// <param name="Key">The Idempotency-Key it was sent with, and its title.</param>
/// <param name="Began">When it was first sent, and when the answer was there, by <see cref="System.Diagnostics.Stopwatch"/>.</param>
internal sealed record Acknowledged(string Key, string Recipient, long Id, long Began, long At)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Key} {Recipient} {Id} {Began} {At}");

    public static Acknowledged Parse(string line) => line.Split(' ') is [var key, var recipient, var id, var began, var at]
        ? new(key, recipient, Number(id), Number(began), Number(at)) : throw new FormatException(line);

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>The publishers' own book of what was acknowledged: a synced file outside the fault.</summary>
internal sealed class Ledger : IAsyncDisposable
{
    private readonly TempDirectory directory = new();
    private readonly Channel<(string Line, TaskCompletionSource Done)> lines = Channel.CreateUnbounded<(string, TaskCompletionSource)>();
    private readonly Task writing;

    public Ledger() => writing = Task.Run(WriteAsync);

    private string Path => directory["ledger"];

    /// <summary>Ends when the line is on the disk.</summary>
    public Task NoteAsync(Acknowledged what)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lines.Writer.TryWrite((what.ToString(), done));

        return done.Task;
    }

    /// <summary>What stands in the file.</summary>
    public async Task<IReadOnlyList<Acknowledged>> ReadAsync()
    {
        await using var file = new FileStream(Path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);

        return [.. (await reader.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Acknowledged.Parse)];
    }

    public async ValueTask DisposeAsync()
    {
        lines.Writer.TryComplete();
        await writing;
        directory.Dispose();
    }

    private async Task WriteAsync()
    {
        await using var file = new FileStream(Path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        await using var writer = new StreamWriter(file);

        while (await lines.Reader.WaitToReadAsync())
        {
            var written = new List<TaskCompletionSource>();

            while (lines.Reader.TryRead(out var next))
            {
                await writer.WriteAsync(next.Line + '\n');
                written.Add(next.Done);
            }

            await writer.FlushAsync();
            file.Flush(flushToDisk: true);
            written.ForEach(done => done.SetResult());
        }
    }
}
