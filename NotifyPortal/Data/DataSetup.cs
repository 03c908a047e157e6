using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace NotifyPortal.Data;

public static class DataSetup
{
    public static WebApplicationBuilder AddData(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<DatabaseOptions>().BindConfiguration(DatabaseOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<SqliteFile>();
        builder.Services.AddSingleton<SqlitePragmas>();
        builder.Services.AddPooledDbContextFactory<SqlitePortalDbContext>((services, options) => options
            // one parameter for a whole list: 10,000 recipients are one JSON text, not 10,000 variables
            .UseSqlite(services.GetRequiredService<SqliteFile>().ConnectionString, sqlite => sqlite.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter))
            // a chunk of what has to go may be any chunk; a first one of nothing in particular is a mistake
            .ConfigureWarnings(warnings => warnings.Ignore(CoreEventId.RowLimitingOperationWithoutOrderByWarning)
                .Throw(CoreEventId.FirstWithoutOrderByAndFilterWarning))
            .AddInterceptors(services.GetRequiredService<SqlitePragmas>()));
        builder.Services.AddSingleton<IDbContextFactory<PortalDbContext>, ContextFactory>();
        builder.Services.AddScoped<PortalDbContext>(services => services.GetRequiredService<IDbContextFactory<SqlitePortalDbContext>>().CreateDbContext());
        builder.Services.AddSingleton<SqliteLog>();
        builder.Services.AddSingleton<DiskReserve>();
        builder.Services.AddSingleton<StoreWriter>();
        builder.Services.AddSingleton<StoreReader>();
        builder.Services.AddSingleton<ServerLock>();
        builder.Services.AddSingleton<DatabaseStart>();

        return builder;
    }

    /// <summary>Stands before all else, beside what needs no data: nothing is served until the database is as this version needs it.</summary>
    public static Task UseDataAsync(this WebApplication app) => Task.Run(() => app.Services.GetRequiredService<DatabaseStart>().PrepareAsync(serving: true));

    /// <summary>Everyone asks for the abstract context; which engine stands behind it is known here alone.</summary>
    private sealed class ContextFactory(IDbContextFactory<SqlitePortalDbContext> contexts) : IDbContextFactory<PortalDbContext>
    {
        public PortalDbContext CreateDbContext() => contexts.CreateDbContext();
    }
}
