namespace NotifyPortal.Notifications.Preferences;

internal static class PreferencesSetup
{
    public static IServiceCollection AddPreferences(this IServiceCollection services) => services
        .AddSingleton(PreferenceChannel.InApp)
        .AddSingleton<Preferences>()
        .AddSingleton<RequiredTypes>()
        .AddSingleton<MutedRecipients>()
        .AddSingleton<WhyService>()
        .AddSingleton<SkippedNotifications>();
}
