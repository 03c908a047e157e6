namespace NotifyPortal.Benchmarks.Frame;

/// <summary>What became of a round of load: how long it was held and what each call took.</summary>
public sealed class Load(TimeSpan time, IReadOnlyList<double> milliseconds)
{
    public int Count => milliseconds.Count;

    public double PerSecond => milliseconds.Count / time.TotalSeconds;

    /// <summary>In milliseconds.</summary>
    public Series Latency { get; } = new("ms", milliseconds);
}
