using Microsoft.Extensions.Options;

namespace NotifyPortal.Live.Backplanes;

internal static class BackplaneSetup
{
    // The database's own settings, of which Live knows no more than these names.
    private const string Provider = "Database:Provider", ConnectionString = "Database:ConnectionString";

    /// <summary>The broker, and what joins it to those of other replicas, if that is wanted.</summary>
    public static WebApplicationBuilder AddBackplane(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<BackplaneOptions>().BindConfiguration(BackplaneOptions.Section).ValidateDataAnnotations()
            .Validate<IConfiguration>(
                (options, configuration) => options.Kind != BackplaneOptions.Postgres || configuration[Provider] == BackplaneOptions.Postgres,
                $"Backplane:Kind Postgres goes through the database: it needs {Provider} Postgres.")
            .ValidateOnStart();
        var options = builder.Configuration.GetSection(BackplaneOptions.Section).Get<BackplaneOptions>() ?? new BackplaneOptions();
        builder.Services.AddSingleton(services => new NotificationBroker(services.GetRequiredService<TimeProvider>(), services.GetService<BackplaneOutbox>()));

        if (options.Used)
        {
            builder.Services.AddSingleton<BackplaneOutbox>();
            builder.Services.AddSingleton(New);
            builder.Services.AddHostedService<BackplaneRelay>();
        }

        return builder;
    }

    private static IBackplane New(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<BackplaneOptions>>().Value;

        return options.Kind switch
        {
            BackplaneOptions.Redis => new RedisBackplane(options),
            BackplaneOptions.Postgres => new PostgresBackplane(options, services.GetRequiredService<IConfiguration>()[ConnectionString]!),
            _ => (IBackplane)ActivatorUtilities.CreateInstance(services, options.CustomType!),
        };
    }
}
