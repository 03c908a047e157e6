using System.Diagnostics;

namespace NotifyPortal.Benchmarks.Frame;

/// <summary>The ways something is measured here.</summary>
public static class Measure
{
    private const int WarmCalls = 12_000;

    /// <summary>Both in turns, so that what disturbs the machine disturbs both; one round of each first, for warmth, is thrown away.</summary>
    public static async Task<Comparison> InTurnsAsync(string what, string unit, int rounds, Func<Task<double>> portal, Func<Task<double>> bare)
    {
        var values = await InTurnsAsync(rounds, portal, bare);

        return new Comparison(what, unit, values[0], values[1]);
    }

    /// <summary>Any number of them in turns, in the same way; the answer has a list for each.</summary>
    public static async Task<IReadOnlyList<double>[]> InTurnsAsync(int rounds, params Func<Task<double>>[] each)
    {
        var values = each.Select(_ => new List<double>()).ToArray();

        for (var round = 0; round <= rounds; round++)
        {
            for (var i = 0; i < each.Length; i++)
            {
                var value = await each[i]();

                if (round > 0)
                {
                    values[i].Add(value);
                }
            }
        }

        return values;
    }

    /// <summary>Milliseconds that the work takes.</summary>
    public static async Task<double> MillisecondsAsync(Func<Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        await work();

        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <summary>Microseconds that each of so many takes, one after the other.</summary>
    public static async Task<double> MicrosecondsEachAsync(int count, Func<int, Task> work)
    {
        var start = Stopwatch.GetTimestamp();

        for (var i = 0; i < count; i++)
        {
            await work(i);
        }

        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / count;
    }

    /// <summary>The same over as many as fit into that time: what is measured here takes between five microseconds and seconds.</summary>
    public static async Task<double> MicrosecondsEachAsync(TimeSpan time, Func<Task> work)
    {
        var once = await MicrosecondsEachAsync(1, _ => work());
        var count = (int)Math.Clamp(time.TotalMicroseconds / once, 0, 5000);

        return count == 0 ? once : await MicrosecondsEachAsync(count, _ => work());
    }

    /// <summary>So many callers, each calling again as soon as it is answered, for that long.</summary>
    public static async Task<Load> CallersAsync(int callers, TimeSpan time, Func<int, Task> call)
    {
        var start = Stopwatch.GetTimestamp();
        var all = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var took = new List<double>();

            while (Stopwatch.GetElapsedTime(start) < time)
            {
                var begun = Stopwatch.GetTimestamp();
                await call(caller);
                took.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            }

            return took;
        })));

        return new Load(Stopwatch.GetElapsedTime(start), [.. all.SelectMany(took => took)]);
    }

    /// <summary>
    /// The first thousands are compiled, twice and more, not measured: at ten thousand requests each still costs twice what it does later. By number,
    /// not by time: on a busy machine a second would hold a few dozen. Nobody waits for that longer than half a minute.
    /// </summary>
    public static Task WarmUpAsync(int callers, Func<int, Task> call)
    {
        var (left, start) = (WarmCalls, Stopwatch.GetTimestamp());

        return Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0 && Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(30))
            {
                await call(caller);
            }
        })));
    }

    /// <summary>
    /// So many calls a second, whether earlier ones are answered or not; each is timed from when it was due, so that a stall is seen by all
    /// it has delayed.
    /// </summary>
    public static async Task<Load> OpenLoopAsync(double perSecond, TimeSpan time, Func<int, Task> call)
    {
        var calls = new List<Task<double>>();
        var start = Stopwatch.GetTimestamp();
        var count = (int)(perSecond * time.TotalSeconds);

        while (calls.Count < count)
        {
            var due = (int)Math.Min(count, Stopwatch.GetElapsedTime(start).TotalSeconds * perSecond);

            for (var i = calls.Count; i < due; i++)
            {
                var (number, at) = (i, TimeSpan.FromSeconds(i / perSecond));
                calls.Add(Task.Run(async () =>
                {
                    await call(number);

                    return (Stopwatch.GetElapsedTime(start) - at).TotalMilliseconds;
                }));
            }

            await Task.Delay(1);
        }

        var took = await Task.WhenAll(calls);

        return new Load(Stopwatch.GetElapsedTime(start), took);
    }

    /// <summary>Waits until the process rests, at most half a minute: what it has been asked for is done, and what it has learnt from it is compiled.</summary>
    public static async Task RestAsync(Process process)
    {
        var start = Stopwatch.GetTimestamp();
        TimeSpan before, used;

        do
        {
            process.Refresh();
            before = process.TotalProcessorTime;
            await Task.Delay(300);
            process.Refresh();
            used = process.TotalProcessorTime - before;
        }
        while (used > TimeSpan.FromMilliseconds(10) && Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(30));
    }

    /// <summary>Microseconds of this process's processor time that the work takes.</summary>
    public static async Task<double> CpuAsync(Func<Task> work)
    {
        var before = Environment.CpuUsage.TotalTime;
        await work();

        return (Environment.CpuUsage.TotalTime - before).TotalMicroseconds;
    }

    /// <summary>Microseconds of processor time for each of so many operations that the work does.</summary>
    public static async Task<double> CpuEachAsync(Process process, Func<Task<int>> work)
    {
        process.Refresh();
        var before = process.TotalProcessorTime;
        var count = await work();
        process.Refresh();

        return (process.TotalProcessorTime - before).TotalMicroseconds / count;
    }
}
