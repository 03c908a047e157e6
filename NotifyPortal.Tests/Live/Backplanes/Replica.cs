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
    private readonly BackplaneRelay relay;

    private Replica(IBackplane backplane)
    {
        var outbox = new BackplaneOutbox();
        Broker = new NotificationBroker(TimeProvider.System, outbox);
        relay = new BackplaneRelay(
            backplane, outbox, Broker, TimeProvider.System, services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), NullLogger<BackplaneRelay>.Instance);
    }

    public NotificationBroker Broker { get; }

    public static async Task<Replica> StartAsync(IBackplane backplane)
    {
        var replica = new Replica(backplane);
        await replica.relay.StartAsync(default);
        await replica.IsListeningAsync(true);

        return replica;
    }

    public Task IsListeningAsync(bool wanted) => Until.TrueAsync(() => relay.Listening == wanted, wanted ? "it hears the others" : "it has noticed the loss");

    public async ValueTask DisposeAsync()
    {
        await relay.StopAsync(default);
        relay.Dispose();
        await services.DisposeAsync();
    }
}
