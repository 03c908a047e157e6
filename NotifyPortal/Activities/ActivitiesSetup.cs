namespace NotifyPortal.Activities;

public static class ActivitiesSetup
{
    public static WebApplicationBuilder AddActivities(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ActivityLog>();

        return builder;
    }
}
