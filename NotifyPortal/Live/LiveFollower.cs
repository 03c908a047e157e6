namespace NotifyPortal.Live;

/// <summary>Keeps what this replica holds in memory in step with what others change: hears signals as a page does, many as one.</summary>
public abstract class LiveFollower(NotificationBroker broker, ILogger logger) : BackgroundService
{
    /// <summary>What it listens to beside <see cref="LiveTopic.Everyone"/>.</summary>
    protected virtual IEnumerable<LiveTopic> Topics => [];

    /// <summary>Follows these; what it throws is logged, and the next are heard.</summary>
    protected abstract Task HearAsync(IReadOnlyList<LiveEvent> signals, CancellationToken cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = broker.Subscribe(Topics);

        await foreach (var signals in subscription.ReadBatchesAsync(stoppingToken))
        {
            try
            {
                await HearAsync(signals, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested) // whatever it was, this goes on: what it keeps in step must not fall behind for good
            {
                Log.FollowerFailed(logger, GetType().Name, e);
            }
        }
    }
}
