namespace NotifyPortal.Tests.Replicas;

/// <summary>Two replicas, joined by LISTEN and NOTIFY of their database.</summary>
public sealed class ListenGround : ReplicaGround
{
    private static readonly string[] Settings = ["--Backplane:Kind", "Postgres"];

    public override string Name => "LISTEN/NOTIFY";

    protected override Task<(string[] OfA, string[] OfB)> JoinAsync() => Task.FromResult((Settings, Settings));
}

/// <summary>With nothing beside them: their bounds are seconds.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ListenReplicas : ICollectionFixture<ListenGround>
{
    public const string Name = "Replicas joined by LISTEN and NOTIFY";
}
