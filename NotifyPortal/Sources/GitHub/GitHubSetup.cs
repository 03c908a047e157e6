using NotifyPortal.Notifications;

namespace NotifyPortal.Sources.GitHub;

public static class GitHubSetup
{
    public static WebApplicationBuilder AddGitHub(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<GitHubOptions>().BindConfiguration(GitHubOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<GitHubDeliveries>();

        foreach (var type in GitHubTypes.All)
        {
            builder.Services.AddNotificationType(type);
        }

        return builder;
    }

    public static WebApplication MapGitHub(this WebApplication app)
    {
        GitHubHook.Map(app);

        return app;
    }
}
