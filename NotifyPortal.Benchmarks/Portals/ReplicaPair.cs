using NotifyPortal.Benchmarks.Data;

namespace NotifyPortal.Benchmarks.Portals;

/// <summary>Two replicas of the portal on one PostgreSQL database, joined by a backplane or by none, with people who have signed in and a sender's key.</summary>
internal sealed class ReplicaPair : IDisposable
{
    private readonly PortalFiles files;

    private ReplicaPair(PortalFiles files, PortalProcess a, PortalProcess b, IReadOnlyList<string> cookies, string key)
    {
        this.files = files;
        (A, B, Cookies, Key) = (a, b, cookies, key);
    }

    public PortalProcess A { get; }

    public PortalProcess B { get; }

    /// <summary>Of <see cref="Seed.User"/> 1, 2, ….</summary>
    public IReadOnlyList<string> Cookies { get; }

    public string Key { get; }

    /// <param name="backplane">Settings of the section; none: signals go nowhere.</param>
    public static async Task<ReplicaPair> StartAsync(PostgresServer server, int people, int signedIn, params IEnumerable<KeyValuePair<string, string>> backplane)
    {
        var database = await server.CreateDatabaseAsync();
        var prepared = new PortalFiles([new("Database:Provider", "Postgres"), new("Database:ConnectionString", database), .. backplane]);

        try
        {
            await using (var host = new PortalHost(prepared))
            {
                _ = host.Services;
                await server.ExecuteAsync(Seed.UsersOfPostgres(people), new Npgsql.NpgsqlConnectionStringBuilder(database).Database!);
                var cookies = new List<string>();

                for (var number = 1; number <= signedIn; number++)
                {
                    cookies.Add(await host.CookieAsync(Seed.User(number)));
                }

                var key = await host.KeyAsync("notifications:send");

                return new ReplicaPair(prepared, await PortalProcess.StartAsync(prepared), await PortalProcess.StartAsync(prepared), cookies, key);
            }
        }
        catch
        {
            prepared.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        A.Dispose();
        B.Dispose();
        files.Dispose();
    }
}
