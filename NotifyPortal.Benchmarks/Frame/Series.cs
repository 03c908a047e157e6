namespace NotifyPortal.Benchmarks.Frame;

/// <summary>What was measured, value by value, in one unit: <c>/s</c>, <c>ms</c>, <c>µs</c>, <c>KiB</c>, …</summary>
public sealed class Series(string unit, IEnumerable<double> values)
{
    private readonly double[] sorted = [.. values.Order()];

    public string Unit => unit;

    public int Count => sorted.Length;

    public double Median => Percentile(50);

    public double Min => Percentile(0);

    public double Max => Percentile(100);

    /// <summary>The value that so many percent do not exceed, between neighbours in proportion; not a number when nothing was measured.</summary>
    public double Percentile(double percent)
    {
        if (sorted.Length == 0)
        {
            return double.NaN;
        }

        var place = percent / 100 * (sorted.Length - 1);
        var (below, above) = (sorted[(int)Math.Floor(place)], sorted[(int)Math.Ceiling(place)]);

        return below + ((above - below) * (place - Math.Floor(place)));
    }

    /// <summary>The median, with the least and the greatest value behind it.</summary>
    public override string ToString() => sorted.Length switch
    {
        0 => "nothing",
        1 => $"{Figure.Text(Median)} {unit}",
        _ => $"{Figure.Text(Median)} {unit} ({Figure.Text(Min)}–{Figure.Text(Max)})",
    };
}
