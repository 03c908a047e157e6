using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace NotifyPortal.Benchmarks.Frame;

/// <summary>What figures were measured on: without it they say little.</summary>
public static class Machine
{
    private const int Syncs = 101;

    /// <summary>Processors, system, and what a durable write costs on the disk that the databases are on.</summary>
    public static string Describe() => string.Create(CultureInfo.InvariantCulture,
        $"{Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}, .NET {Environment.Version}, fsync {Figure.Text(Sync())} µs, {TimeProvider.System.GetUtcNow():yyyy-MM-dd}");

    private static double Sync()
    {
        var path = Path.GetTempFileName();

        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.None, bufferSize: 0);
            var page = new byte[4096];
            var took = new List<double>();

            for (var i = 0; i < Syncs; i++)
            {
                file.Write(page);
                var start = Stopwatch.GetTimestamp();
                file.Flush(flushToDisk: true);
                took.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
            }

            return new Series("µs", took).Median;
        }
        finally
        {
            File.Delete(path);
        }
    }
}
