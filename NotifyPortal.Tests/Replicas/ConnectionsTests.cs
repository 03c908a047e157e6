using NotifyPortal.Live;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Replicas;

public sealed class ConnectionsTests : TwoReplicasTest
{
    [Fact]
    [Rule("11.1")]
    public async Task Pages_and_streams_of_all_replicas_are_counted()
    {
        await A.Get<CircuitCount>().OnConnectionUpAsync(null!, default);
        A.Get<StreamCount>().Enter();

        await Until.TrueAsync(async () => await CountAsync(B) == new OpenConnections(1, 1), "the other replica counts them, too", Healed);
        Assert.Equal(new OpenConnections(1, 1), await CountAsync(A));
    }

    private static Task<OpenConnections> CountAsync(PortalApp replica) => replica.Get<Connections>().CountAsync();
}
