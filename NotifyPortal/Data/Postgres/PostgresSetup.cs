using Microsoft.EntityFrameworkCore;

namespace NotifyPortal.Data.Postgres;

internal static class PostgresSetup
{
    public static IServiceCollection AddPostgres(this IServiceCollection services)
    {
        services.AddSingleton<PostgresDatabase>();
        services.AddContexts<PostgresPortalDbContext>((provider, options) => options
            .UseNpgsql(provider.GetRequiredService<PostgresDatabase>().Source, postgres => postgres.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter)));
        services.AddSingleton<IStoreEngine, PostgresEngine>();
        services.AddSingleton<DatabaseStart, PostgresStart>();

        return services;
    }
}
