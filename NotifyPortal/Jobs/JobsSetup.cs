using NotifyPortal.Data.Postgres;

namespace NotifyPortal.Jobs;

public static class JobsSetup
{
    public static WebApplicationBuilder AddJobs(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IJobStore>(services => services.GetService<PostgresDatabase>() is { } database ? new PostgresJobStore(database) : new MemoryJobStore());
        builder.Services.AddSingleton<JobRunner>();
        builder.Services.AddSingleton<JobBoard>();
        builder.Services.AddHostedService(services => services.GetRequiredService<JobBoard>());

        return builder;
    }

    /// <summary>Registers work that the portal does by itself.</summary>
    public static IServiceCollection AddJob(this IServiceCollection services, PortalJob job) => services.AddSingleton(job);
}
