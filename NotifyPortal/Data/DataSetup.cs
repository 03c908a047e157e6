using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using NotifyPortal.Data.Postgres;
using NotifyPortal.Data.Sqlite;

namespace NotifyPortal.Data;

public static class DataSetup
{
    public static WebApplicationBuilder AddData(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<DatabaseOptions>().BindConfiguration(DatabaseOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton(TimeProvider.System);

        if (DatabaseOptions.IsShared(builder.Configuration))
        {
            builder.Services.AddPostgres();
        }
        else
        {
            builder.Services.AddSqlite();
        }

        builder.Services.AddSingleton<StoreWriter>();
        builder.Services.AddSingleton<StoreReader>();

        return builder;
    }

    /// <summary>Stands before all else, beside what needs no data: nothing is served until the database is as this version needs it.</summary>
    public static Task UseDataAsync(this WebApplication app) => Task.Run(() => app.Services.GetRequiredService<DatabaseStart>().PrepareAsync(serving: true));

    /// <summary>Everyone asks for the abstract context; which engine stands behind it is known to the engine's set-up alone.</summary>
    internal static IServiceCollection AddContexts<TContext>(this IServiceCollection services, Action<IServiceProvider, DbContextOptionsBuilder> engine)
        where TContext : PortalDbContext
    {
        services.AddPooledDbContextFactory<TContext>((provider, options) =>
        {
            // a chunk of what has to go may be any chunk; a first one of nothing in particular is a mistake
            options.ConfigureWarnings(warnings => warnings.Ignore(CoreEventId.RowLimitingOperationWithoutOrderByWarning).Throw(CoreEventId.FirstWithoutOrderByAndFilterWarning));
            engine(provider, options);
        });
        services.AddSingleton<IDbContextFactory<PortalDbContext>, ContextFactory<TContext>>();
        services.AddScoped<PortalDbContext>(provider => provider.GetRequiredService<IDbContextFactory<TContext>>().CreateDbContext());

        return services;
    }

    private sealed class ContextFactory<TContext>(IDbContextFactory<TContext> contexts) : IDbContextFactory<PortalDbContext>
        where TContext : PortalDbContext
    {
        public PortalDbContext CreateDbContext() => contexts.CreateDbContext();
    }
}
