namespace NotifyPortal.Commands;

public static class CommandsSetup
{
    /// <summary>The host logs what ends a start, with its stack; the operator gets one line on stderr instead.</summary>
    public static WebApplicationBuilder AddCommands(this WebApplicationBuilder builder, string[] args)
    {
        PortalCommands.Quieten(args, builder.Logging);
        var start = new StartPhase();
        builder.Services.AddSingleton(start);
        builder.Services.AddSingleton<DatabaseCheck>();
        builder.Services.AddHostedService<StartPhase.Watch>();
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => start.Over && level >= LogLevel.Information);

        return builder;
    }

    private sealed class StartPhase
    {
        public bool Over { get; private set; }

        public sealed class Watch(StartPhase phase, IHostApplicationLifetime lifetime) : IHostedService
        {
            public Task StartAsync(CancellationToken cancellationToken)
            {
                lifetime.ApplicationStarted.Register(() => phase.Over = true);

                return Task.CompletedTask;
            }

            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        }
    }
}
