using System.Globalization;
using NotifyPortal.Benchmarks.Portals;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Replicas;

/// <summary>Two replicas, joined by Redis.</summary>
public sealed class RedisGround : ReplicaGround
{
    public override string Name => "Redis";

    public RedisServer Redis { get; private set; } = default!;

    internal Wire ToRedis { get; private set; } = default!;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        ToRedis?.Dispose();
        Redis?.Dispose();
    }

    protected override async Task<(string[] OfA, string[] OfB)> JoinAsync()
    {
        Redis = await Servers.RedisAsync();
        ToRedis = new Wire(() => new Uri($"tcp://{Redis.Address}").Port);

        return (Settings(string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{ToRedis.Port}")), Settings(Redis.Address));
    }

    internal override void CutOff()
    {
        ToRedis.Hold();
        base.CutOff();
    }

    internal override void Rejoin()
    {
        ToRedis.Release();
        base.Rejoin();
    }

    private static string[] Settings(string server) => ["--Backplane:Kind", "Redis", "--Backplane:ConnectionString", server];
}

/// <summary>With nothing beside them: their bounds are seconds.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RedisReplicas : ICollectionFixture<RedisGround>
{
    public const string Name = "Replicas joined by Redis";
}
