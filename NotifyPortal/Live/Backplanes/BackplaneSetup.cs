using Microsoft.Extensions.Options;

namespace NotifyPortal.Live.Backplanes;

internal static class BackplaneSetup
{
    /// <summary>The broker, and what joins it to those of other replicas, if that is wanted.</summary>
    public static WebApplicationBuilder AddBackplane(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<BackplaneOptions>().BindConfiguration(BackplaneOptions.Section).ValidateDataAnnotations().ValidateOnStart();
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

        return options.Kind == BackplaneOptions.Redis
            ? new RedisBackplane(options)
            : (IBackplane)ActivatorUtilities.CreateInstance(services, options.CustomType!);
    }
}
