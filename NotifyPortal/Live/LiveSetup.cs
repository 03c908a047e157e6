using Microsoft.AspNetCore.Components.Server.Circuits;
using NotifyPortal.Live.Backplanes;

namespace NotifyPortal.Live;

public static class LiveSetup
{
    // Whoever asks it to stop seldom waits longer than ten; then pages and streams have had their goodbye.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(8);

    public static WebApplicationBuilder AddLive(this WebApplicationBuilder builder)
    {
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        builder.AddBackplane();
        builder.Services.AddSingleton<CircuitCount>();
        builder.Services.AddSingleton<StreamCount>();
        builder.Services.AddScoped<LivePage>();
        builder.Services.AddSingleton<CircuitHandler>(services => services.GetRequiredService<CircuitCount>());

        return builder;
    }
}
