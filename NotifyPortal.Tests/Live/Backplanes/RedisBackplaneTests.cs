using NotifyPortal.Live.Backplanes;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Live.Backplanes;

public sealed class RedisBackplaneTests : BackplaneContract
{
    private RedisServer redis = null!;

    protected override async Task PrepareAsync() => redis = await Servers.RedisAsync();

    protected override Task ClearAsync()
    {
        redis.Dispose();

        return Task.CompletedTask;
    }

    protected override IBackplane New(string prefix) => new RedisBackplane(new BackplaneOptions { Kind = BackplaneOptions.Redis, ConnectionString = redis.Address, Prefix = prefix });

    protected override Task BreakAsync()
    {
        redis.GoDown();

        return Task.CompletedTask;
    }

    protected override Task MendAsync() => redis.ComeUpAsync();

    [Fact]
    public async Task A_subscription_that_is_killed_alone_is_made_anew()
    {
        await using var one = await Replica.StartAsync(New("alone"));

        Assert.NotNull(await redis.SayAsync("CLIENT KILL TYPE pubsub"));

        await one.IsListeningAsync(false);
        await one.IsListeningAsync(true);
    }
}
