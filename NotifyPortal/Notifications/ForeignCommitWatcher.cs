using System.Data.Common;
using NotifyPortal.Data;
using NotifyPortal.Live;

namespace NotifyPortal.Notifications;

/// <summary>
/// What another process wrote (the command line beside the server) sends no live signal here, nor does a disk that fills up: this notices
/// both and has every open page read again.
/// </summary>
internal sealed class ForeignCommitWatcher(StoreWriter writer, NotificationBroker broker, ILogger<ForeignCommitWatcher> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    private bool full;

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
            var fullBefore = full;
            full = writer.IsFull;

            if (await writer.HasForeignCommitAsync(cancellationToken) || full != fullBefore)
            {
                broker.PublishHere(LiveTopic.Everyone, LiveEvent.Of(LiveEventKind.Resync)); // one of its own, so that what all pages ask then is shared
            }
        }
        catch (DbException e)
        {
            Log.WatchFailed(logger, e);
        }
    }
}
