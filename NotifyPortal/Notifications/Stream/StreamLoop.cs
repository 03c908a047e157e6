using System.Data.Common;
using NotifyPortal.Data;
using NotifyPortal.Live;

namespace NotifyPortal.Notifications.Stream;

/// <summary>One stream's life: the opening, then whatever is heard, with a sign of life every so often, and a word at the end.</summary>
internal sealed class StreamLoop(StreamTeller teller, EventWriter writer, LiveSubscription subscription, StreamAudience audience, TimeProvider clock, ILogger logger)
{
    public async Task RunAsync(StreamOpening opening, CancellationToken aborted, CancellationToken stopping)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(aborted, stopping);
        string reason;

        try
        {
            await teller.OpenAsync(opening, ending.Token);
            reason = await ListenAsync(ending);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested && !aborted.IsCancellationRequested)
        {
            reason = StreamEnd.Shutdown;
        }
        catch (DbException e)
        {
            Log.StreamEnded(logger, e);
            reason = StreamEnd.Unavailable;
        }

        writer.Event("notification", StreamJson.Disconnecting(reason, clock.Now()));
        await writer.FlushAsync(aborted);
    }

    /// <returns>Why it ends.</returns>
    private async Task<string> ListenAsync(CancellationTokenSource ending)
    {
        var token = ending.Token;
        await using var batches = subscription.ReadBatchesAsync(token).GetAsyncEnumerator(token);
        var next = batches.MoveNextAsync().AsTask();
        var beat = Task.Delay(StreamServer.Keepalive, clock, token);

        try
        {
            while (true)
            {
                if (await Task.WhenAny(next, beat) == beat)
                {
                    await beat; // cancelled when all ends
                    beat = Task.Delay(StreamServer.Keepalive, clock, token);
                    writer.Comment("keepalive");
                    await writer.FlushAsync(token);

                    if (!await audience.StillGood(token)) // what runs out makes no signal
                    {
                        return StreamEnd.Revoked;
                    }

                    continue;
                }

                await next; // a subscription does not end by itself

                if (await teller.HearAsync(batches.Current, token) is { } reason)
                {
                    return reason;
                }

                next = batches.MoveNextAsync().AsTask();
            }
        }
        finally
        {
            await ending.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // an enumerator that is being asked cannot be put away
        }
    }
}
