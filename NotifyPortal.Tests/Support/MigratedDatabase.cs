using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyPortal.Data;

namespace NotifyPortal.Tests.Support;

/// <summary>An empty database with every migration applied: made once per run, copied for each portal, since making it costs more than most tests.</summary>
internal static class MigratedDatabase
{
    private static readonly Lazy<byte[]> Content = new(Make);

    /// <summary>Puts a copy there, unless a database is there already.</summary>
    public static void ProvideAt(string path)
    {
        if (!File.Exists(path))
        {
            File.WriteAllBytes(path, Content.Value);
        }
    }

    private static byte[] Make()
    {
        using var directory = new TempDirectory();
        var path = directory["portal.db"];
        using var services = new ServiceCollection()
            .Configure<Microsoft.AspNetCore.Identity.IdentityOptions>(PortalDbContext.ConfigureStores)
            .AddDbContext<SqlitePortalDbContext>(o => o.UseSqlite($"Data Source={path};Pooling=False"))
            .BuildServiceProvider();
        using (var scope = services.CreateScope())
        {
            scope.ServiceProvider.GetRequiredService<SqlitePortalDbContext>().Database.Migrate();
        }

        return File.ReadAllBytes(path); // closing the last connection has put the log's pages into it
    }
}
