using System.Diagnostics.Metrics;

namespace NotifyPortal.Live.Backplanes;

/// <summary>
/// Between the broker of this replica and the backplane, both ways. What the backplane loses is told by "read again": to this replica's pages
/// when it can be heard again, to the others' when something can be sent again.
/// </summary>
internal sealed class BackplaneRelay : BackgroundService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1), SendTimeout = TimeSpan.FromSeconds(2);

    private readonly string replica = Guid.NewGuid().ToString("N");
    private readonly IBackplane backplane;
    private readonly BackplaneOutbox outbox;
    private readonly NotificationBroker broker;
    private readonly SignalPace pace;
    private readonly TimeProvider clock;
    private readonly ILogger<BackplaneRelay> logger;
    private readonly Counter<long> sent, received;
    private volatile bool listening;
    private bool toldLost, toldRefused; // an outage is told once

    public BackplaneRelay(IBackplane backplane, BackplaneOutbox outbox, NotificationBroker broker, TimeProvider clock, IMeterFactory meters, ILogger<BackplaneRelay> logger)
    {
        (this.backplane, this.outbox, this.broker, this.clock, this.logger) = (backplane, outbox, broker, clock, logger);
        pace = new SignalPace(broker, clock);
        var meter = meters.Create("NotifyPortal.Live");
        sent = meter.CreateCounter<long>("notifyportal.backplane.sent", description: "Payloads that went out to the other replicas.");
        received = meter.CreateCounter<long>("notifyportal.backplane.received", description: "Signals that came from other replicas.");
        meter.CreateObservableUpDownCounter("notifyportal.backplane.waiting", () => outbox.Waiting, description: "Signals that wait to be sent.");
        meter.CreateObservableGauge("notifyportal.backplane.connected", () => listening ? 1 : 0, description: "1 while this replica hears the others.");
    }

    /// <summary>Whether this replica hears the others.</summary>
    public bool Listening => listening;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(ListenAsync(stoppingToken), pace.RunAsync(stoppingToken), SendAsync(stoppingToken));

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            Exception? why = null;

            try
            {
                await HearAsync(cancellationToken);
            }
            catch (Exception e) // an engine's, which may be of somebody else's making
            {
                why = e;
            }

            listening = false;

            if (!cancellationToken.IsCancellationRequested)
            {
                if (!toldLost)
                {
                    Log.BackplaneLost(logger, why);
                }

                toldLost = true;
                await Task.Delay(RetryAfter, clock, cancellationToken);
            }
        }
    }

    private async Task HearAsync(CancellationToken cancellationToken)
    {
        await foreach (var payload in backplane.ListenAsync(cancellationToken))
        {
            if (payload.IsEmpty)
            {
                (listening, toldLost) = (true, false);
                Log.BackplaneConnected(logger);
                broker.PublishHere(LiveTopic.Everyone, LiveEvent.Of(LiveEventKind.Resync));
                continue;
            }

            if (payload.Length > IBackplane.MaxPayload)
            {
                continue; // no replica's
            }

            var signals = SignalText.Read(replica, payload);
            received.Add(signals.Count);

            foreach (var heard in signals.Where(one => !one.Signal.StaysHere))
            {
                pace.Tell(heard);
            }
        }
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        await foreach (var signals in outbox.ReadAllAsync(cancellationToken))
        {
            if (!await SendAsync(signals, cancellationToken))
            {
                await Task.Delay(RetryAfter, clock, cancellationToken);
                outbox.Add(LiveTopic.Everyone, LiveEvent.Resync); // it says it all
            }
        }
    }

    private async Task<bool> SendAsync(IReadOnlyList<Heard> signals, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var payload in SignalText.Write(replica, signals))
            {
                await backplane.SendAsync(payload, cancellationToken).WaitAsync(SendTimeout, clock, cancellationToken);
                sent.Add(1);
            }

            toldRefused = false;

            return true;
        }
        catch (Exception e) // an engine's, which may be of somebody else's making; what leaves here would end the portal
        {
            if (!toldRefused && !cancellationToken.IsCancellationRequested)
            {
                Log.BackplaneRefused(logger, e);
            }

            toldRefused = true;

            return false;
        }
    }
}
