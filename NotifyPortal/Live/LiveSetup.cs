using Microsoft.AspNetCore.Components.Server.Circuits;
using NotifyPortal.Live.Backplanes;

namespace NotifyPortal.Live;

public static class LiveSetup
{
    public static WebApplicationBuilder AddLive(this WebApplicationBuilder builder)
    {
        builder.AddBackplane();
        builder.Services.AddSingleton<CircuitCount>();
        builder.Services.AddSingleton<StreamCount>();
        builder.Services.AddScoped<LivePage>();
        builder.Services.AddSingleton<CircuitHandler>(services => services.GetRequiredService<CircuitCount>());

        return builder;
    }
}
