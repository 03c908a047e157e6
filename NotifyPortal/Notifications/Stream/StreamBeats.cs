using NotifyPortal.Live;

namespace NotifyPortal.Notifications.Stream;

/// <summary>
/// Reminds streams to give a sign of life, so that both ends notice when the line is dead: one timer for all of them, a part of them each
/// time. Tells them, too, when the portal stops. Either is a signal like others: a stream has one thing to wait for.
/// </summary>
internal sealed class StreamBeats(NotificationBroker broker, TimeProvider clock, IHostApplicationLifetime lifetime) : BackgroundService
{
    /// <summary>A comment is sent so often.</summary>
    public static readonly TimeSpan Keepalive = TimeSpan.FromSeconds(20);

    internal static readonly TimeSpan Step = Keepalive / Parts;

    private const int Parts = 20;

    private static readonly LiveTopic[] Topics = [.. Enumerable.Range(0, Parts).Select(part => new LiveTopic($"beat:{part}"))];

    private uint streams;

    /// <summary>What the next stream listens to.</summary>
    public LiveTopic Next() => Topics[Interlocked.Increment(ref streams) % Parts];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not when this service is stopped: by then the server would have waited for its streams.
        await using var stopping = lifetime.ApplicationStopping.Register(() => Publish(LiveEventKind.Stopping, Topics));

        for (var part = 0; ; part = (part + 1) % Parts)
        {
            await Task.Delay(Step, clock, stoppingToken);
            Publish(LiveEventKind.Beat, Topics[part]);
        }
    }

    private void Publish(LiveEventKind kind, params IEnumerable<LiveTopic> topics)
    {
        foreach (var topic in topics)
        {
            broker.Publish(topic, LiveEvent.Of(kind));
        }
    }
}
