using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace NotifyPortal.Api.Telemetry;

/// <summary>What one instrument has measured under one set of tags.</summary>
/// <param name="labels">As Prometheus writes them, without braces.</param>
internal sealed class MetricSeries(Instrument instrument, string name, string labels)
{
    // Of seconds, which is what the framework and the portal measure durations in; for those that do not say what suits them.
    private static readonly double[] Usual = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly Kind kind = KindOf(instrument);
    private readonly Lock gate = new();
    private readonly IReadOnlyList<double> bounds = BoundsOf(instrument);
    private readonly long[] buckets = new long[BoundsOf(instrument).Count];
    private double value;
    private long count;

    public string Name => name;

    public string Type => kind switch { Kind.Histogram => "histogram", Kind.Counter => "counter", _ => "gauge" };

    /// <summary>Counters end in _total there.</summary>
    public static string NameOf(Instrument instrument)
    {
        var name = instrument.Name.Replace('.', '_').Replace('-', '_');

        return KindOf(instrument) == Kind.Counter ? $"{name}_total" : name;
    }

    public void Add(double measured)
    {
        lock (gate)
        {
            // A gauge and what is observed say what is, not what it has grown by.
            value = instrument.IsObservable || kind == Kind.Gauge ? measured : value + measured;
            count++;

            for (var i = 0; kind == Kind.Histogram && i < bounds.Count; i++)
            {
                buckets[i] += measured <= bounds[i] ? 1 : 0;
            }
        }
    }

    public void WriteTo(StringBuilder text)
    {
        lock (gate)
        {
            if (kind != Kind.Histogram)
            {
                Line(text, name, labels, value);

                return;
            }

            for (var i = 0; i < bounds.Count; i++)
            {
                Line(text, $"{name}_bucket", With(bounds[i].ToString(CultureInfo.InvariantCulture)), buckets[i]);
            }

            Line(text, $"{name}_bucket", With("+Inf"), count);
            Line(text, $"{name}_sum", labels, value);
            Line(text, $"{name}_count", labels, count);
        }
    }

    private string With(string bound) => $"{labels}{(labels.Length > 0 ? "," : "")}le=\"{bound}\"";

    private static void Line(StringBuilder text, string name, string labels, double value) =>
        text.Append(CultureInfo.InvariantCulture, $"{name}{(labels.Length > 0 ? $"{{{labels}}}" : "")} {value}\n");

    private static IReadOnlyList<double> BoundsOf(Instrument instrument) => (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries ?? Usual;

    private static Kind KindOf(Instrument instrument) => instrument.GetType().GetGenericTypeDefinition() switch
    {
        var type when type == typeof(Histogram<>) => Kind.Histogram,
        var type when type == typeof(Counter<>) || type == typeof(ObservableCounter<>) => Kind.Counter,
        var type when type == typeof(UpDownCounter<>) || type == typeof(ObservableUpDownCounter<>) => Kind.UpDownCounter,
        _ => Kind.Gauge,
    };

    private enum Kind
    {
        Gauge,
        Counter,
        UpDownCounter,
        Histogram,
    }
}
