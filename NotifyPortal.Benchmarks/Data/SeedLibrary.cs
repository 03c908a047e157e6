using NotifyPortal.Benchmarks.Portals;

namespace NotifyPortal.Benchmarks.Data;

/// <summary>Filled databases, each made when it is first asked for and kept for the run: what reads them leaves them as they are.</summary>
internal sealed class SeedLibrary : IDisposable
{
    private readonly Dictionary<int, PortalFiles> made = [];

    public async Task<PortalFiles> WithRowsAsync(int rows)
    {
        if (!made.TryGetValue(rows, out var files))
        {
            made[rows] = files = new PortalFiles();
            await files.PrepareAsync(database => Seed.Rows(database, rows));
        }

        return files;
    }

    public void Dispose()
    {
        foreach (var files in made.Values)
        {
            files.Dispose();
        }
    }
}
