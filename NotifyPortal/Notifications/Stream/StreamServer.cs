using NotifyPortal.Live;
using NotifyPortal.Modules;

namespace NotifyPortal.Notifications.Stream;

/// <summary>Serves event streams; what each needs of the portal.</summary>
internal sealed class StreamServer(
    NotificationBroker broker, StreamOpener opener, ChangeFeed feed, Inboxes inboxes, EphemeralNotifications ephemeral, ModuleService modules,
    StreamCount count, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<StreamServer> logger)
{
    /// <summary>A comment is sent so often, so that both ends notice when the line is dead.</summary>
    public static readonly TimeSpan Keepalive = TimeSpan.FromSeconds(20);

    /// <summary>Whom beside the browser itself a stream serves: a client that returns as somebody else takes the former user's away.</summary>
    public const string UserHeader = "NotifyPortal-User";

    /// <summary>Serves one client until it leaves, may no longer listen, or the portal stops.</summary>
    public async Task ServeAsync(HttpContext context, StreamAudience audience, StreamRequest request)
    {
        // Armed first: what commits from here on is heard, whatever the opening still reads.
        using var subscription = broker.Subscribe(audience.Addresses.Select(RecipientAddress.LiveTopicOf));
        var opening = await opener.ReadAsync(audience, request, context.RequestAborted);
        var writer = new EventWriter(context, clock);
        var teller = new StreamTeller(writer, audience, opening.Armed, feed, inboxes, ephemeral, modules, clock);
        context.Response.Headers[UserHeader] = audience.UserId;
        await writer.BeginAsync(context.RequestAborted);
        count.Enter();

        try
        {
            await new StreamLoop(teller, writer, subscription, audience, clock, logger).RunAsync(opening, context.RequestAborted, lifetime.ApplicationStopping);
        }
        catch (OperationCanceledException)
        {
            // the client has gone, or was cut
        }
        finally
        {
            count.Leave();
        }
    }
}
