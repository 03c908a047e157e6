using System.Runtime.CompilerServices;
using NotifyPortal.Live;
using NotifyPortal.Live.Backplanes;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Live.Backplanes;

/// <summary>Whatever an engine throws at it, the relay goes on: what leaves a hosted service ends the portal.</summary>
public sealed class BackplaneRelayTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_engine_that_cannot_even_be_asked_does_not_end_it(bool atOnce)
    {
        var engine = new Moody { Listens = atOnce ? _ => throw new InvalidOperationException("not now") : _ => FailAsync() };
        await using var replica = await Replica.BeginAsync(engine);
        await Until.TrueAsync(() => engine.Listened > 0, "it has been asked");

        Assert.False(replica.Running.IsCompleted);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_engine_that_takes_nothing_does_not_end_it(bool atOnce)
    {
        var engine = new Moody { Sends = atOnce ? _ => throw new InvalidOperationException("not now") : _ => Task.FromException(new InvalidOperationException("not now")) };
        await using var replica = await Replica.StartAsync(engine);

        replica.Broker.Publish(LiveTopic.Admins, LiveEvent.Of(LiveEventKind.Activity));
        await Until.TrueAsync(() => engine.Sent > 0, "it has been asked");

        Assert.False(replica.Running.IsCompleted);
    }

    [Fact]
    public async Task An_engine_that_fails_while_the_portal_stops_is_passed_over()
    {
        var engine = new Moody { Sends = FailWhenItEnds };
        var replica = await Replica.StartAsync(engine);
        replica.Broker.Publish(LiveTopic.Admins, LiveEvent.Of(LiveEventKind.Activity));
        await Until.TrueAsync(() => engine.Sent > 0, "it has been asked");

        await replica.DisposeAsync();

        Assert.False(replica.Running.IsFaulted, replica.Running.Exception?.ToString());
    }

    // At once, so that nobody who waits for it with the same token is told of the end first.
    private static Task FailWhenItEnds(CancellationToken cancellationToken)
    {
        cancellationToken.WaitHandle.WaitOne();

        throw new InvalidOperationException("closed under its hands");
    }

    private static async Task FailWhenItEndsAsync(CancellationToken cancellationToken)
    {
        var ending = new TaskCompletionSource();
        await using var registration = cancellationToken.Register(ending.SetResult);
        await ending.Task;

        throw new InvalidOperationException("closed under its hands");
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> ListenUntilItFailsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return default;

        await FailWhenItEndsAsync(cancellationToken);
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> FailAsync()
    {
        await Task.Yield();

        throw new InvalidOperationException("not now");
#pragma warning disable CS0162 // what makes it an iterator
        yield break;
#pragma warning restore CS0162
    }

    private sealed class Moody : IBackplane
    {
        private int listened, sent;

        public int Listened => Volatile.Read(ref listened);

        public int Sent => Volatile.Read(ref sent);

        public Func<CancellationToken, IAsyncEnumerable<ReadOnlyMemory<byte>>> Listens { get; init; } = ListenUntilItFailsAsync;

        public Func<CancellationToken, Task> Sends { get; init; } = _ => Task.CompletedTask;

        public IAsyncEnumerable<ReadOnlyMemory<byte>> ListenAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref listened);

            return Listens(cancellationToken);
        }

        public Task SendAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref sent);

            return Sends(cancellationToken);
        }
    }
}
