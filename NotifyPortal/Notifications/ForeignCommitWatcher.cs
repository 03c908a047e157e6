using NotifyPortal.Data;
using NotifyPortal.Live;

namespace NotifyPortal.Notifications;

/// <summary>
/// What another process wrote (the command line beside the server, a replica whose signals were lost) need not be told here, nor is a disk that
/// fills up: this notices both, and has pages read again; of other replicas' changes those alone whom they concern. In turn it tells them who is connected here.
/// </summary>
internal sealed class ForeignCommitWatcher(StoreWriter writer, StoreReader reader, Connections connections, NotificationBroker broker, ILogger<ForeignCommitWatcher> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    private readonly ForeignChanges changes = new(reader, broker);
    private bool full, missed;

    /// <summary>Looks once before anything is served: what is written after that is noticed.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await LookAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);

        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await LookAsync(stoppingToken);
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            await connections.TellAsync(cancellationToken);
            var found = await writer.LookAsync(cancellationToken);
            var topics = await changes.TopicsAsync(found, cancellationToken);
            var (fullBefore, missedBefore) = (full, missed);
            (full, missed) = (writer.IsFull, false);

            foreach (var topic in full != fullBefore || missedBefore ? [LiveTopic.Everyone] : topics)
            {
                broker.PublishHere(topic, LiveEvent.Of(LiveEventKind.Resync)); // one of its own, so that what all pages ask then is shared
            }
        }
        catch (Exception e) // each engine has its own, and wraps them as it likes; what leaves here would end the portal
        {
            missed = true; // what it had found is lost

            if (!cancellationToken.IsCancellationRequested)
            {
                Log.WatchFailed(logger, e);
            }
        }
    }
}
