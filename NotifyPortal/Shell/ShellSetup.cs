using System.Globalization;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using NotifyPortal.Accounts;
using NotifyPortal.Notifications.Extending;
using Radzen;

namespace NotifyPortal.Shell;

public static class ShellSetup
{
    public static WebApplicationBuilder AddShell(this WebApplicationBuilder builder)
    {
        builder.WebHost.UseStaticWebAssets(); // so that a build, not only what was published, serves the kit's files outside Development
        builder.Services.AddRazorComponents().AddInteractiveServerComponents(o => o.DetailedErrors = false);
        builder.Services.AddRadzenComponents();
        builder.Services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<PortalOptions>>(Trust);
        builder.Services.AddLocalization();
        builder.Services.Configure<RequestLocalizationOptions>(o =>
        {
            o.DefaultRequestCulture = new RequestCulture("en-US", "en");
            o.SupportedCultures = CultureInfo.GetCultures(CultureTypes.AllCultures);
            o.SupportedUICultures = [new CultureInfo("en")];
            o.RequestCultureProviders = [new AcceptLanguageHeaderRequestCultureProvider()];
        });
        // The English text is the key: a translation is one resource file, Shell/Texts.<culture>.resx.
        builder.Services.AddSingleton<IStringLocalizer>(services => services.GetRequiredService<IStringLocalizer<Texts>>());

        return builder;
    }

    /// <summary>Stands first: where a request really comes from, what is said on every answer, plain http refused where it is not allowed, and a page for what has none.</summary>
    public static WebApplication UseShell(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseSecurityHeaders();
        app.UsePageErrors();
        app.UseMiddleware<SecureTransport>();
        app.UseMiddleware<AdmissionGate>();
        // Numbers and dates as the reader's browser asks; programs get the same whatever they ask.
        app.UseWhen(context => !context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase), pages => pages.UseRequestLocalization());

        return app;
    }

    public static WebApplication MapShell(this WebApplication app)
    {
        app.MapStaticAssets();
        app.MapRazorComponents<App>()
            .AddAdditionalAssemblies([.. app.Services.GetServices<ExtensionAssembly>().Select(extension => extension.Assembly)])
            // Compressing a circuit's traffic costs 250 KiB of memory each, and mixes secrets with foreign text.
            .AddInteractiveServerRenderMode(o =>
            {
                o.DisableWebSocketCompression = true;
                o.ContentSecurityFrameAncestorsPolicy = null; // SecurityHeaders says it, on every answer
            });

        return app;
    }

    private static void Trust(ForwardedHeadersOptions forwarded, IOptions<PortalOptions> portal)
    {
        forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto; // the host comes as it is
        forwarded.ForwardLimit = null; // through as many as are trusted
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();

        foreach (var network in portal.Value.Proxies)
        {
            forwarded.KnownIPNetworks.Add(network);
        }
    }
}
