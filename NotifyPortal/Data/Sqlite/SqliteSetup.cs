using Microsoft.EntityFrameworkCore;

namespace NotifyPortal.Data.Sqlite;

internal static class SqliteSetup
{
    public static IServiceCollection AddSqlite(this IServiceCollection services)
    {
        services.AddSingleton<SqliteFile>();
        services.AddSingleton<SqlitePragmas>();
        services.AddContexts<SqlitePortalDbContext>((provider, options) => options
            // one parameter for a whole list: 10,000 recipients are one JSON text, not 10,000 variables
            .UseSqlite(provider.GetRequiredService<SqliteFile>().ConnectionString, sqlite => sqlite.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter))
            .AddInterceptors(provider.GetRequiredService<SqlitePragmas>()));
        services.AddSingleton<SqliteLog>();
        services.AddSingleton<DiskReserve>();
        services.AddSingleton<ServerLock>();
        services.AddSingleton<DatabaseUpkeep, SqliteUpkeep>();
        services.AddSingleton<IStoreEngine, SqliteEngine>();
        services.AddSingleton<DatabaseStart, SqliteStart>();

        return services;
    }
}
