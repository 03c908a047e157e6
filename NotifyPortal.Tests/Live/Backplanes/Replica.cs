using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NotifyPortal.Live;
using NotifyPortal.Live.Backplanes;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Live.Backplanes;

/// <summary>The live part of one replica: a broker that a backplane joins to those of the others.</summary>
public sealed class Replica : IAsyncDisposable
{
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly IBackplane backplane;
    private readonly BackplaneRelay relay;

    private Replica(IBackplane backplane)
    {
        this.backplane = backplane;
        var outbox = new BackplaneOutbox();
        Broker = new NotificationBroker(TimeProvider.System, outbox);
        relay = new BackplaneRelay(
            backplane, outbox, Broker, TimeProvider.System, services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), NullLogger<BackplaneRelay>.Instance);
    }

    public NotificationBroker Broker { get; }

    /// <summary>The relay's own work: done when it has given up.</summary>
    public Task Running => relay.ExecuteTask!;

    public static async Task<Replica> StartAsync(IBackplane backplane)
    {
        var replica = await BeginAsync(backplane);
        await replica.IsListeningAsync(true);

        return replica;
    }

    /// <summary>The same without waiting until it hears the others.</summary>
    public static async Task<Replica> BeginAsync(IBackplane backplane)
    {
        var replica = new Replica(backplane);
        await replica.relay.StartAsync(default);

        return replica;
    }

    public Task IsListeningAsync(bool wanted) => Until.TrueAsync(() => relay.Listening == wanted, wanted ? "it hears the others" : "it has noticed the loss");

    public async ValueTask DisposeAsync()
    {
        await relay.StopAsync(default);
        relay.Dispose();
        (backplane as IDisposable)?.Dispose();
        await services.DisposeAsync();
    }
}
