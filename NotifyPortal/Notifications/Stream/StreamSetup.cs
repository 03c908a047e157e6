using NotifyPortal.Notifications.Stream.Api;

namespace NotifyPortal.Notifications.Stream;

internal static class StreamSetup
{
    public static void AddStream(this IServiceCollection services)
    {
        services.AddSingleton<DatabaseEpoch>();
        services.AddSingleton<ChangeFeed>();
        services.AddSingleton<StreamOpener>();
        services.AddSingleton<StreamSources>();
        services.AddSingleton<StreamBeats>();
        services.AddHostedService(provider => provider.GetRequiredService<StreamBeats>());
        services.AddSingleton<StreamServer>();
        services.AddSingleton<IStartupFilter, StreamHandover>();
        services.AddSingleton<StreamLimit>();
        services.AddSingleton<StreamCallers>();
    }

    public static void MapStream(this IEndpointRouteBuilder routes)
    {
        StreamApi.Map(routes);
        DismissApi.Map(routes);
    }
}
