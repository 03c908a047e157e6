using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace NotifyPortal.Api.Telemetry;

/// <summary>What the meters of this portal and of its runtime have measured, as Prometheus reads it (text format 0.0.4). It listens from the start.</summary>
public sealed class PrometheusText : IHostedService, IDisposable
{
    /// <summary>More sets of tags than this are not kept: each holds memory for good.</summary>
    private const int MaxSeries = 5000;

    /// <summary>Speaks of each component each time it is drawn: heard, it makes a delivery to an open page dearer by a tenth.</summary>
    private const string Drawing = "Microsoft.AspNetCore.Components.Lifecycle";

    private readonly ConcurrentDictionary<(Instrument Instrument, string Labels), MetricSeries> series = new();
    private readonly MeterListener listener = new();

    /// <param name="meters">Whose meters are this portal's; another one may live in the same process.</param>
    public PrometheusText(IMeterFactory meters)
    {
        listener.InstrumentPublished = (instrument, self) =>
        {
            var ours = ReferenceEquals(instrument.Meter.Scope, meters) && instrument.Meter.Name != Drawing;

            if (ours || instrument.Meter.Name == "System.Runtime")
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        listener.Start();

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>All that is known now.</summary>
    public string Write()
    {
        listener.RecordObservableInstruments();
        var text = new StringBuilder();

        foreach (var metric in series.Values.GroupBy(one => one.Name).OrderBy(metric => metric.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {metric.Key} {metric.First().Type}\n");

            foreach (var one in metric)
            {
                one.WriteTo(text);
            }
        }

        return text.ToString();
    }

    public void Dispose() => listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = (instrument, Labels(tags));

        if (series.TryGetValue(key, out var known))
        {
            known.Add(value);
        }
        else if (series.Count < MaxSeries)
        {
            series.GetOrAdd(key, static k => new MetricSeries(k.Instrument, MetricSeries.NameOf(k.Instrument), k.Labels)).Add(value);
        }
    }

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = new StringBuilder();

        foreach (var (name, value) in tags)
        {
            var said = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
            text.Append(text.Length > 0 ? "," : "").Append(name.Replace('.', '_')).Append("=\"")
                .Append(said.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal))
                .Append('"');
        }

        return text.ToString();
    }
}
