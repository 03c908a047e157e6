using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace NotifyPortal.Live;

/// <summary>How many interactive pages are connected to this process.</summary>
public sealed class CircuitCount : CircuitHandler
{
    private int pages;

    public CircuitCount(IMeterFactory meters) =>
        meters.Create("NotifyPortal.Live").CreateObservableUpDownCounter("notifyportal.circuits", () => Pages, description: "Interactive pages that are connected.");

    public int Pages => Volatile.Read(ref pages);

    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref pages);

        return Task.CompletedTask;
    }

    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Interlocked.Decrement(ref pages);

        return Task.CompletedTask;
    }
}
