using NotifyPortal.Admin.Api;
using NotifyPortal.Api;

namespace NotifyPortal.Admin;

public static class AdminSetup
{
    public static WebApplicationBuilder AddAdmin(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<AdminStats>();
        builder.Services.AddSingleton<AllNotifications>();
        builder.Services.AddSingleton<KeyService>();
        builder.Services.AddSingleton<ActingAdmin>();
        builder.Services.AddSingleton<ComposeService>();
        builder.Services.AddSingleton<SettingsAdministration>();
        builder.Services.AddSingleton<SentMessages>();

        if (Data.DatabaseOptions.IsShared(builder.Configuration))
        {
            builder.Services.AddHostedService<CredentialFollower>();
        }

        return builder;
    }

    public static WebApplication MapAdmin(this WebApplication app)
    {
        var admin = app.MapApi("admin");
        StatsApi.Map(admin);
        AllNotificationsApi.Map(admin);
        ActivityLogApi.Map(admin);
        ModulesApi.Map(admin);
        PruneApi.Map(admin);
        TopicSubscribersApi.Map(admin);

        return app;
    }
}
