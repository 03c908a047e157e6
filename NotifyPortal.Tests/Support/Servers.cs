using NotifyPortal.Benchmarks.Portals;

namespace NotifyPortal.Tests.Support;

/// <summary>Servers that tests need beside the portal; where one is not installed, the test is skipped.</summary>
public static class Servers
{
    private static readonly Lazy<Task<PostgresServer>> Shared = new(() => PostgresServer.StartAsync("fsync=off", "synchronous_commit=off", "full_page_writes=off"));

    /// <summary>One PostgreSQL for the whole run, made when the first asks for it. It keeps nothing safe: for what is asked of the store, not of the disk.</summary>
    public static Task<PostgresServer> SharedPostgresAsync()
    {
        Needs.Tool(Needs.Postgres);

        return Shared.Value;
    }

    /// <summary>A PostgreSQL that the test may break. It commits as carefully as any, unless told otherwise.</summary>
    /// <param name="settings">More of its configuration: <c>name=value</c>.</param>
    public static Task<PostgresServer> PostgresAsync(params string[] settings)
    {
        Needs.Tool(Needs.Postgres);

        return PostgresServer.StartAsync(settings);
    }

    public static Task<RedisServer> RedisAsync()
    {
        Needs.Tool(Needs.Redis);

        return RedisServer.StartAsync();
    }
}
