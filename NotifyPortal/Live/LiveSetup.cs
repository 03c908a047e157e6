using Microsoft.AspNetCore.Components.Server.Circuits;

namespace NotifyPortal.Live;

public static class LiveSetup
{
    public static WebApplicationBuilder AddLive(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<NotificationBroker>();
        builder.Services.AddSingleton<CircuitCount>();
        builder.Services.AddSingleton<StreamCount>();
        builder.Services.AddScoped<LivePage>();
        builder.Services.AddSingleton<CircuitHandler>(services => services.GetRequiredService<CircuitCount>());

        return builder;
    }
}
