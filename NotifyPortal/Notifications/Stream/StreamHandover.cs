using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Features.Authentication;

namespace NotifyPortal.Notifications.Stream;

/// <summary>
/// Stands before all that handles requests, and serves a stream when they are done with it: so a stream that stays open for hours keeps
/// nothing alive of what it took to let its client in, which is twice what it needs itself.
/// </summary>
internal sealed class StreamHandover(StreamServer server) : IStartupFilter
{
    public const string Path = "/notifications/stream";

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(inner => context => context.Request.Path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase) ? ServeAsync(context, inner) : inner(context));
        next(app);
    };

    private async Task ServeAsync(HttpContext context, RequestDelegate inner)
    {
        await inner(context);

        if (context.Features.Get<OpenStream>() is { } stream)
        {
            await ReleaseAsync(context);
            await server.ServeAsync(stream, context.RequestAborted);
        }
    }

    // Sign-in, cookies, services: several times over, in features, caches of features and handlers.
    private static async Task ReleaseAsync(HttpContext context)
    {
        var features = context.Features;

        if (features.Get<IServiceProvidersFeature>() is IAsyncDisposable services)
        {
            await services.DisposeAsync();
        }

        features.Set<IServiceProvidersFeature>(null);
        features.Set<IAuthenticateResultFeature>(null);
        features.Set<IHttpAuthenticationFeature>(null);
        features.Set<IRequestCookiesFeature>(null);
        features.Set<IItemsFeature>(null);
        features.Set<OpenStream>(null);

        // One by one: cleared all at once, their values stay in the server's memory, the cookie's kilobyte and a half among them.
        foreach (var name in context.Request.Headers.Keys.ToList())
        {
            context.Request.Headers.Remove(name);
        }
    }
}
