using NotifyPortal.Accounts;
using NotifyPortal.Data;
using NotifyPortal.Notifications;
using NotifyPortal.Notifications.Types;

namespace NotifyPortal.Demo;

public static class DemoSetup
{
    public static WebApplicationBuilder AddDemo(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<DemoHistory>();

        if (DemoOptions.IsEnabled(builder))
        {
            AddTypes(builder.Services);
        }

        return builder;
    }

    /// <summary>After the database is prepared and before anything is served.</summary>
    public static async Task UseDemoAsync(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<DemoAccounts>().Enabled)
        {
            return;
        }

        await using var alone = await app.Services.GetRequiredService<DatabaseStart>().AloneAsync();
        await app.Services.GetRequiredService<DemoAccounts>().EnsureAsync();
        await app.Services.GetRequiredService<DemoHistory>().EnsureAsync();
    }

    private static void AddTypes(IServiceCollection services)
    {
        Add("incidents", "Incidents", "warning", ("incident.opened", "An incident was opened"), ("incident.resolved", "{actor} resolved an incident"));
        Add("exports", "Exports", "download", ("export.ready", "Your export is ready"));
        Add("billing", "Billing", "payments", ("invoice.paid", "An invoice was paid"));

        void Add(string key, string name, string icon, params (string Action, string Template)[] actions) => services.AddNotificationType(
            new NotificationType(key, name, icon, actions.ToDictionary(a => a.Action, a => a.Template, StringComparer.Ordinal)));
    }
}
