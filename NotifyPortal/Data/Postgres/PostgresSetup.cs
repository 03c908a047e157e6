using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace NotifyPortal.Data.Postgres;

internal static class PostgresSetup
{
    public static IServiceCollection AddPostgres(this IServiceCollection services)
    {
        services.AddSingleton<PostgresDatabase>();
        services.AddSingleton<PostgresPulse>();
        services.AddHostedService(provider => provider.GetRequiredService<PostgresPulse>());
        services.AddContexts<PostgresPortalDbContext>((provider, options) => options
            .UseNpgsql(provider.GetRequiredService<PostgresDatabase>().Source, postgres => postgres
                .UseParameterizedCollectionMode(ParameterTranslationMode.Parameter)
                // the driver's own wraps what a retry might cure in another exception: nobody would know it for the store's
                .ExecutionStrategy(dependencies => new NonRetryingExecutionStrategy(dependencies)))
            .AddInterceptors(new ConnectionGate(provider.GetRequiredService<PostgresPulse>())));
        services.AddSingleton<DatabaseUpkeep, PostgresUpkeep>();
        services.AddSingleton<IStoreEngine, PostgresEngine>();
        services.AddSingleton<DatabaseStart, PostgresStart>();

        return services;
    }
}
