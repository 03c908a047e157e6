using System.Data.Common;
using NotifyPortal.Data;
using NotifyPortal.Live;

namespace NotifyPortal.Notifications.Stream;

/// <summary>Serves event streams, from the first word to the last.</summary>
internal sealed class StreamServer(
    NotificationBroker broker, StreamOpener opener, StreamSources sources, StreamBeats beats, StreamCount count, IHostApplicationLifetime lifetime, ILogger<StreamServer> logger)
{
    /// <summary>Whom beside the browser itself a stream serves: a client that returns as somebody else takes the former user's away.</summary>
    public const string UserHeader = "NotifyPortal-User";

    /// <summary>Lets a client in. What follows is <see cref="ServeAsync"/>'s, when the request's other handlers are done: see <see cref="StreamHandover"/>.</summary>
    /// <param name="place">Given back when the stream ends, or does not come to be.</param>
    public async Task OpenAsync(HttpContext context, StreamAudience audience, StreamRequest request, IDisposable place)
    {
        // Armed first: what commits from here on is heard, whatever the opening still reads.
        var inbox = broker.Subscribe([.. audience.Addresses.Select(RecipientAddress.LiveTopicOf), beats.Next()]);

        try
        {
            var opening = await opener.ReadAsync(audience, request, context.RequestAborted);
            var writer = new EventWriter(context, sources.Clock);
            context.Response.Headers[UserHeader] = audience.UserId;
            await writer.BeginAsync(context.RequestAborted);
            context.Features.Set(new OpenStream(new StreamTeller(writer, audience, opening.Armed, sources), writer, inbox, place, opening));
        }
        catch
        {
            inbox.Dispose();
            place.Dispose();
            throw;
        }
    }

    /// <summary>Serves the client until it leaves, may no longer listen, or the portal stops.</summary>
    public async Task ServeAsync(OpenStream stream, CancellationToken aborted)
    {
        await using var leaving = aborted.UnsafeRegister(static inbox => ((LiveSubscription)inbox!).Dispose(), stream.Inbox);
        count.Enter();

        try
        {
            if (await TellAsync(stream, aborted) is { } reason)
            {
                stream.Writer.Event("notification"u8, StreamJson.Disconnecting(reason, sources.Clock.Now()));
                await stream.Writer.FlushAsync(aborted);
            }
        }
        catch (OperationCanceledException)
        {
            // the client has gone, or was cut
        }
        finally
        {
            stream.Dispose();
            count.Leave();
        }
    }

    /// <returns>Why it ends; null: the client has gone.</returns>
    private async Task<string?> TellAsync(OpenStream stream, CancellationToken aborted)
    {
        try
        {
            await stream.BeginAsync(aborted);

            if (lifetime.ApplicationStopping.IsCancellationRequested) // before there was anybody to be told
            {
                return StreamEnd.Shutdown;
            }

            // At once: what comes while it is told waits, and leaves in one go.
            await foreach (var heard in stream.Inbox.ReadHeardAsync(TimeSpan.Zero, TimeSpan.Zero, CancellationToken.None))
            {
                if (await stream.Teller.HearAsync(heard, aborted) is { } reason)
                {
                    return reason;
                }
            }

            return null;
        }
        catch (DbException e)
        {
            Log.StreamEnded(logger, e);

            return StreamEnd.Unavailable;
        }
    }
}
