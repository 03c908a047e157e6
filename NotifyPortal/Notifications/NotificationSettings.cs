using NotifyPortal.Notifications.Retention;
using NotifyPortal.Settings;

namespace NotifyPortal.Notifications;

/// <summary>What admins may set on a page.</summary>
internal static class NotificationSettings
{
    public static IServiceCollection AddNotificationSettings(this IServiceCollection services) => services
        .AddSetting<RetentionOptions>("Retention:Days", "Days a notification is kept", "1 to 36500; empty: as long as an activity")
        .AddSetting<RetentionOptions>("Retention:UnreadFactor", "So many times as long while it is unread", "0 to 1000; 0: never removed")
        .AddSetting<RetentionOptions>("Retention:ActivityDays", "Days an activity is kept", "1 to 36500")
        .AddSetting<RetentionOptions>("Retention:TimeseriesDays", "Days a timeseries notification is kept", "1 to 36500")
        .AddSetting<RetentionOptions>("Retention:SessionHours", "Hours a browser session's notification is kept", "1 to 876000")
        .AddSetting<NotificationOptions>("Notifications:DefaultLink", "Where a notification without a link of its own leads", "a path (/…), an http or https address, or empty: nowhere");
}
