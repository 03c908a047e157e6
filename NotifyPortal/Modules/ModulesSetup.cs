namespace NotifyPortal.Modules;

public static class ModulesSetup
{
    public static WebApplicationBuilder AddModules(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ModuleRegistry>();
        builder.Services.AddSingleton<ModuleService>();

        return builder;
    }

    /// <summary>Lists a feature as a module, with a switch of its own.</summary>
    public static IServiceCollection AddModule(this IServiceCollection services, ModuleDefinition module) => services.AddSingleton(module);
}
