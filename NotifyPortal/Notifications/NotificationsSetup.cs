using Microsoft.AspNetCore.Components;
using NotifyPortal.Activities;
using NotifyPortal.Jobs;
using NotifyPortal.Modules;
using NotifyPortal.Notifications.Api;
using NotifyPortal.Notifications.Components;
using NotifyPortal.Notifications.Components.Views;
using NotifyPortal.Notifications.Extending;
using NotifyPortal.Notifications.FanOuts;
using NotifyPortal.Notifications.FanOuts.Api;
using NotifyPortal.Notifications.Preferences;
using NotifyPortal.Notifications.Preferences.Api;
using NotifyPortal.Notifications.Retention;
using NotifyPortal.Notifications.Scheduling;
using NotifyPortal.Notifications.Stream;
using NotifyPortal.Notifications.Topics.Api;
using NotifyPortal.Notifications.Types;

namespace NotifyPortal.Notifications;

public static class NotificationsSetup
{
    public static WebApplicationBuilder AddNotifications(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<NotificationOptions>().BindConfiguration(NotificationOptions.Section).ValidateDataAnnotations()
            .Validate(o => o.DefaultLink is "" || SafeLink.IsSafe(o.DefaultLink), "Notifications:DefaultLink must be a path (/…), an http or https address, or empty.")
            .ValidateOnStart();
        builder.Services.AddOptions<RetentionOptions>().BindConfiguration(RetentionOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddNotificationSettings();
        builder.Services.AddSingleton<NotificationTypeRegistry>();
        builder.Services.AddPreferences();
        builder.Services.AddExtending();
        builder.Services.AddSingleton<NotificationPresenter>();
        builder.Services.AddSingleton<Connections>();
        builder.Services.AddSingleton<PassingStore>();
        builder.Services.AddSingleton<EphemeralNotifications>();
        builder.Services.AddSingleton<BrowserSession>();
        builder.Services.AddSingleton<Topics.Topics>();
        builder.Services.AddSingleton<NotificationMetrics>();
        builder.Services.AddSingleton<NotificationService>();
        builder.Services.AddSingleton<FanOutService>();
        builder.Services.AddSingleton<DueMessages>();
        builder.Services.AddJob(new PortalJob(DueMessages.JobName, (services, token) => services.GetRequiredService<DueMessages>().RunAsync(token), BeforeServing: true));
        builder.Services.AddJob(new PortalJob(FanOutService.JobName, (services, token) => services.GetRequiredService<FanOutService>().RunAllAsync(token)));
        builder.Services.AddSingleton<RetentionService>();
        builder.Services.AddJob(new PortalJob(RetentionService.JobName, (services, token) => services.GetRequiredService<RetentionService>().RunAsync(token)));
        builder.Services.AddSingleton<Inboxes>();
        builder.Services.AddSingleton<UnreadCounts>();
        builder.Services.AddSingleton<NotificationTotals>();
        builder.Services.AddSingleton<IActivityHandler, ActivityNotifier>();
        builder.Services.AddSingleton<ViewRegistry>();
        builder.Services.AddScoped<BellState>();
        builder.Services.AddScoped<PageSession>();
        builder.Services.AddCascadingValue(services => services.GetRequiredService<PageSession>().Zone);
        builder.Services.AddScoped<NotificationHandlers>();
        builder.Services.AddScoped<ToastReader>();
        builder.Services.AddStream();
        builder.Services.AddHostedService<ForeignCommitWatcher>();
        builder.Services.AddModule(new ModuleDefinition(
            NotificationService.ModuleKey, "Notifications", "Tells people what concerns them: bell, inbox and toasts, live.", "notifications",
            [new ModulePage("Inbox", "/notifications"), new ModulePage("Preferences", "/notifications/preferences"), new ModulePage("Overview", "/admin/notifications")],
            (services, token) => services.GetRequiredService<NotificationTotals>().StatsAsync(token)));

        return builder;
    }

    public static WebApplication MapNotifications(this WebApplication app)
    {
        ActivitiesApi.Map(app);
        EventsApi.Map(app);
        NotificationsApi.Map(app);
        FanOutsApi.Map(app);
        InboxApi.Map(app);
        PreferencesApi.Map(app);
        WhyApi.Map(app);
        SessionApi.Map(app);
        app.MapStream();
        TopicsApi.Map(app);

        return app;
    }

    /// <summary>Registers a type of notification, with the actions that belong to it and their sentences.</summary>
    public static IServiceCollection AddNotificationType(this IServiceCollection services, NotificationType type) => services.AddSingleton(type);

    /// <summary>Registers a component of your own for the notifications of a type; it gets a parameter <c>Item</c> of <see cref="NotificationView"/>.</summary>
    public static IServiceCollection AddNotificationView<TComponent>(this IServiceCollection services, string type, ViewPlace place)
        where TComponent : IComponent => services.AddSingleton(new CustomView(type, place, typeof(TComponent)));

    /// <summary>Registers where notifications about a kind of resource lead.</summary>
    public static IServiceCollection AddLinkTemplate(this IServiceCollection services, string resourceType, string template) =>
        services.AddSingleton(new LinkTemplate(resourceType, template));
}
