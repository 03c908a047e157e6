using System.Globalization;

namespace NotifyPortal.Benchmarks.Frame;

/// <summary>How numbers are written: three digits that matter.</summary>
public static class Figure
{
    public static string Text(double value) => Math.Abs(value) switch
    {
        double.NaN => "unknown",
        >= 100 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.#", CultureInfo.InvariantCulture),
        >= 0.1 => value.ToString("0.##", CultureInfo.InvariantCulture),
        _ => value.ToString("0.####", CultureInfo.InvariantCulture),
    };
}
