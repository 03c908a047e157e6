using Microsoft.Data.Sqlite;

namespace NotifyPortal.Benchmarks.Portals;

/// <summary>A directory with a portal's database and keys; portals in this process and of their own may use it one after the other. Gone with it.</summary>
public sealed class PortalFiles : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("notifyportal-bench-");

    public string Database => this["portal.db"];

    public string this[string name] => Path.Combine(directory.FullName, name);

    /// <summary>What every measured portal is told: this database, no demo, plain http, and a limit on requests that load does not meet.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Database:ConnectionString"] = $"Data Source={Database}",
        ["Demo:Enabled"] = "false",
        ["Security:AllowHttp"] = "true",
        ["Api:RequestsPerMinute"] = "1000000",
    };

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        directory.Delete(true);
    }
}
