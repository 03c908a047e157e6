using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyPortal.Data;
using NotifyPortal.Data.Postgres;
using NotifyPortal.Data.Sqlite;

namespace NotifyPortal.Tests.Support;

/// <summary>An empty database with every migration applied: made once per run, copied for each portal, since making it costs more than most tests.</summary>
internal static class MigratedDatabase
{
    private static readonly Lazy<byte[]> File = new(() =>
    {
        using var directory = new TempDirectory();
        var path = directory["portal.db"];
        Migrate<SqlitePortalDbContext>(options => options.UseSqlite($"Data Source={path};Pooling=False"));

        return System.IO.File.ReadAllBytes(path); // closing the last connection has put the log's pages into it
    });

    private static readonly Lazy<Task<string>> Template = new(async () =>
    {
        var server = await Servers.SharedPostgresAsync();
        await server.ExecuteAsync("create database template_portal");
        Migrate<PostgresPortalDbContext>(options => options.UseNpgsql($"{server.ConnectionString("template_portal")};Pooling=false"));

        return "template_portal";
    });

    /// <summary>Puts a copy there, unless a database is there already.</summary>
    public static void ProvideAt(string path)
    {
        if (!System.IO.File.Exists(path))
        {
            System.IO.File.WriteAllBytes(path, File.Value);
        }
    }

    /// <summary>A copy on the shared server.</summary>
    /// <returns>Its connection string.</returns>
    public static async Task<string> CopyAsync() => await (await Servers.SharedPostgresAsync()).CreateDatabaseAsync(await Template.Value);

    private static void Migrate<TContext>(Action<DbContextOptionsBuilder> engine)
        where TContext : PortalDbContext
    {
        using var services = new ServiceCollection()
            .Configure<Microsoft.AspNetCore.Identity.IdentityOptions>(PortalDbContext.ConfigureStores)
            .AddDbContext<TContext>(engine)
            .BuildServiceProvider();
        using var scope = services.CreateScope();
        scope.ServiceProvider.GetRequiredService<TContext>().Database.Migrate();
    }
}
