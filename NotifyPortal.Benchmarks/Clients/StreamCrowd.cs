using System.Diagnostics;

namespace NotifyPortal.Benchmarks.Clients;

/// <summary>Many open event streams.</summary>
internal sealed class StreamCrowd : IDisposable
{
    private StreamClient[] streams = [];
    private volatile Wait? wait;

    public int Count => streams.Length;

    /// <summary>Opens one for each of these headers.</summary>
    public static async Task<StreamCrowd> OpenAsync(Uri address, StreamDialect dialect, IReadOnlyList<string> headers)
    {
        var (crowd, opened) = (new StreamCrowd(), new StreamClient[headers.Count]);
        await Parallel.ForEachAsync(headers.Index(), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (one, _) =>
            opened[one.Index] = await StreamClient.OpenAsync(address, dialect, one.Item, stream => crowd.wait?.Heard(stream)));
        crowd.streams = opened;

        return crowd;
    }

    /// <summary>Waits until each of them has heard so many more. Nothing may be on its way yet.</summary>
    /// <returns>When the last one had, as <see cref="Stopwatch.GetTimestamp"/> counts.</returns>
    public Task<long> HearAsync(int events)
    {
        var next = new Wait(streams.ToDictionary(stream => stream, stream => stream.Events + events));
        wait = next;

        return next.Last;
    }

    public void Dispose() => Array.ForEach(streams, stream => stream.Dispose());

    private sealed class Wait(IReadOnlyDictionary<StreamClient, int> wanted)
    {
        private readonly TaskCompletionSource<long> last = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int left = wanted.Count;

        public Task<long> Last => last.Task;

        public void Heard(StreamClient stream)
        {
            if (stream.Events == wanted[stream] && Interlocked.Decrement(ref left) == 0)
            {
                last.TrySetResult(Stopwatch.GetTimestamp());
            }
        }
    }
}
