using Microsoft.Extensions.Options;
using NotifyPortal.Data;

namespace NotifyPortal.Settings;

public static class SettingsSetup
{
    public static WebApplicationBuilder AddSettings(this WebApplicationBuilder builder)
    {
        builder.Configuration.Sources.Add(new StoredSettings());
        builder.Services.AddSingleton<SettingsService>();

        if (DatabaseOptions.IsShared(builder.Configuration))
        {
            builder.Services.AddHostedService<SettingsFollower>();
        }

        return builder;
    }

    /// <summary>What admins have set holds before anything is served.</summary>
    /// <param name="database">Done when it can be read.</param>
    public static async Task UseSettingsAsync(this WebApplication app, Task database)
    {
        await database;
        await app.Services.GetRequiredService<SettingsService>().LoadAsync();
    }

    /// <summary>Lets admins set an option. Who reads it asks <see cref="IOptionsMonitor{TOptions}"/>.</summary>
    /// <typeparam name="TOptions">The options it is one of; their validation decides what is accepted.</typeparam>
    public static IServiceCollection AddSetting<TOptions>(this IServiceCollection services, string key, string name, string hint)
        where TOptions : class, new() =>
        services.AddSingleton(new SettingDefinition(key, name, hint, (provider, configuration) =>
            Accepts(provider.GetServices<IValidateOptions<TOptions>>(), configuration.GetSection(key.Split(':')[0]))));

    private static bool Accepts<TOptions>(IEnumerable<IValidateOptions<TOptions>> validators, IConfiguration section)
        where TOptions : class, new()
    {
        try
        {
            var options = new TOptions();
            section.Bind(options);

            return validators.All(v => !v.Validate(Options.DefaultName, options).Failed);
        }
        catch (InvalidOperationException) // no number where one belongs
        {
            return false;
        }
    }
}
