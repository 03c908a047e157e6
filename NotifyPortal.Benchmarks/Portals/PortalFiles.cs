using Microsoft.Data.Sqlite;

namespace NotifyPortal.Benchmarks.Portals;

/// <summary>A directory with a portal's database; portals in this process and of their own may use it one after the other. Gone with it.</summary>
/// <param name="differing">Settings that take the place of those every portal is told, or stand beside them.</param>
public sealed class PortalFiles(params IEnumerable<KeyValuePair<string, string>> differing) : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("notifyportal-bench-");

    public string Database => this["portal.db"];

    public string this[string name] => Path.Combine(directory.FullName, name);

    /// <summary>What every measured portal is told: this database, no demo, plain http, and a limit on requests that load does not meet.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>(Common.Where(one => !differing.Any(d => d.Key == one.Key)).Concat(differing), StringComparer.Ordinal);

    private IEnumerable<KeyValuePair<string, string>> Common =>
    [
        new("Database:ConnectionString", $"Data Source={Database}"),
        new("Demo:Enabled", "false"),
        new("Security:AllowHttp", "true"),
        new("Api:RequestsPerMinute", "1000000"),
    ];

    /// <summary>Brings the database into being, then fills it while nobody serves it.</summary>
    public async Task PrepareAsync(Action<SqliteConnection>? fill = null)
    {
        await using (var host = new PortalHost(this))
        {
            _ = host.Services;
        }

        SqliteConnection.ClearAllPools(); // what the host's pool still holds open would be waited for

        if (fill is not null)
        {
            await using var database = Open();
            fill(database);
        }
    }

    /// <summary>A connection of one's own beside the portal's.</summary>
    public SqliteConnection Open()
    {
        var database = new SqliteConnection($"Data Source={Database};Pooling=False");
        database.Open();

        return database;
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        directory.Delete(true);
    }
}
