using System.Runtime.CompilerServices;
using System.Threading.Channels;
using StackExchange.Redis;

namespace NotifyPortal.Live.Backplanes;

/// <summary>
/// Redis pub/sub. One channel for all signals: each replica needs nearly all of them, and a subscription for each open page would have to be
/// made anew each time the connection is lost.
/// </summary>
internal sealed class RedisBackplane(BackplaneOptions options) : IBackplane
{
    private const int TimeoutMilliseconds = 2000, KeepAliveSeconds = 5;

    private const int Capacity = 10_000;

    private readonly RedisChannel channel = $"{options.Prefix}:signals";
    private volatile ConnectionMultiplexer? connected;

    /// <inheritdoc/>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ListenAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var inbox = Channel.CreateBounded<ReadOnlyMemory<byte>>(new BoundedChannelOptions(Capacity) { SingleReader = true });
        using var redis = await ConnectionMultiplexer.ConnectAsync(Settings());
        // A connection that it renews by itself has missed what was sent meanwhile: it is not the same one.
        redis.ConnectionFailed += (_, failure) => inbox.Writer.TryComplete(failure.Exception ?? new IOException($"{failure.ConnectionType}: {failure.FailureType}"));
        await redis.GetSubscriber().SubscribeAsync(channel, (_, payload) =>
        {
            if (!inbox.Writer.TryWrite((byte[])payload))
            {
                inbox.Writer.TryComplete(new IOException("more signals than can be read"));
            }
        });
        connected = redis;

        try
        {
            yield return default;

            await foreach (var payload in inbox.Reader.ReadAllAsync(cancellationToken))
            {
                yield return payload;
            }
        }
        finally
        {
            connected = null;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">There is no connection.</exception>
    public Task SendAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken) =>
        (connected ?? throw new IOException("not connected")).GetSubscriber().PublishAsync(channel, payload.ToArray());

    private ConfigurationOptions Settings()
    {
        var settings = ConfigurationOptions.Parse(options.ConnectionString!);
        settings.AbortOnConnectFail = true;
        (settings.ConnectTimeout, settings.SyncTimeout, settings.KeepAlive) = (TimeoutMilliseconds, TimeoutMilliseconds, KeepAliveSeconds);
        settings.ClientName = options.Prefix;

        return settings;
    }
}
