using System.Diagnostics;
using NotifyPortal.Benchmarks.Clients;
using NotifyPortal.Benchmarks.Frame;
using NotifyPortal.Benchmarks.Portals;

namespace NotifyPortal.Benchmarks.Scenarios;

/// <summary>One of the servers whose event streams are held against each other.</summary>
/// <param name="headers">One for each stream: full lines, each with its end.</param>
/// <param name="send">Tells all streams one thing.</param>
/// <param name="heap">Null where there is none to ask; so with the server.</param>
internal sealed class StreamSide(
    Uri address, StreamDialect dialect, IReadOnlyList<string> headers, Func<Task> send, LiveHeap? heap, Process? server)
{
    private const int Burst = 20;

    // The runtime compiles anew what runs often, beside what is measured: until then it is that which is measured.
    private const int WarmUp = 10;

    // A server that has lost one would be waited for for good.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly List<double> memory = [];
    private readonly List<double> single = [];
    private readonly List<double> burst = [];
    private readonly List<double> processor = [];

    /// <summary>KiB that each stream holds while nothing happens.</summary>
    public IReadOnlyList<double> Memory => memory;

    /// <summary>Milliseconds from sending to the last stream's having it.</summary>
    public IReadOnlyList<double> Single => single;

    /// <summary>Events a second when so many are sent at once.</summary>
    public IReadOnlyList<double> PerSecond => burst;

    /// <summary>The server's processor time in microseconds for each event of a burst on each stream.</summary>
    public IReadOnlyList<double> Processor => processor;

    /// <summary>Opens all streams, measures, closes them.</summary>
    public async Task PassAsync(int rounds)
    {
        var before = heap is null ? 0 : await heap.ReadAsync();
        using var streams = await StreamCrowd.OpenAsync(address, dialect, headers);
        memory.Add(heap is null ? double.NaN : (await heap.ReadAsync() - before) / streams.Count);

        for (var turn = 0; turn < WarmUp; turn++)
        {
            await TellAsync(streams, 1);
            await TellAsync(streams, Burst);
        }

        for (var round = 0; round < rounds; round++)
        {
            single.Add((await TellAsync(streams, 1)).TotalMilliseconds);
            var took = TimeSpan.Zero;
            processor.Add(server is null ? double.NaN : await Measure.CpuEachAsync(server, async () =>
            {
                took = await TellAsync(streams, Burst);

                return Burst * streams.Count;
            }));
            took = server is null ? await TellAsync(streams, Burst) : took;
            burst.Add(Burst * streams.Count / took.TotalSeconds);
        }
    }

    private async Task<TimeSpan> TellAsync(StreamCrowd streams, int count)
    {
        var last = streams.HearAsync(count);
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, count).Select(_ => send()));

        return Stopwatch.GetElapsedTime(start, await last.WaitAsync(Patience));
    }
}
