using System.Reflection;

namespace NotifyPortal.Notifications.Extending;

public static class ExtendingSetup
{
    /// <summary>Adds what another assembly brings: its <see cref="IPortalExtension"/>s, filters, observers and pages.</summary>
    public static WebApplicationBuilder AddPortalExtensions(this WebApplicationBuilder builder, Assembly assembly)
    {
        builder.Services.AddPortalExtensions(assembly);

        return builder;
    }

    /// <summary>The same, where only the services are at hand.</summary>
    public static IServiceCollection AddPortalExtensions(this IServiceCollection services, Assembly assembly)
    {
        services.AddSingleton(new ExtensionAssembly(assembly));

        foreach (var type in assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false }))
        {
            if (type.IsAssignableTo(typeof(INotificationFilter)))
            {
                services.AddSingleton(typeof(INotificationFilter), type);
            }

            if (type.IsAssignableTo(typeof(INotificationObserver)))
            {
                services.AddSingleton(typeof(INotificationObserver), type);
            }

            if (type.IsAssignableTo(typeof(IPortalExtension)))
            {
                ((IPortalExtension)Activator.CreateInstance(type, nonPublic: true)!).Add(services);
            }
        }

        return services;
    }

    internal static IServiceCollection AddExtending(this IServiceCollection services)
    {
        services.AddSingleton<Filters>();
        services.AddSingleton<Observers>();
        services.AddHostedService(all => all.GetRequiredService<Observers>());

        return services;
    }
}

/// <summary>An assembly whose pages belong to the portal's.</summary>
public sealed record ExtensionAssembly(Assembly Assembly);
