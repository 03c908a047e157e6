using Microsoft.AspNetCore.Diagnostics;

namespace NotifyPortal.Shell;

/// <summary>Addresses without a page, and pages that fail, get a page that says so. Programs get the bare status, or what the API says.</summary>
internal static class PageErrors
{
    private static readonly string[] ForPrograms = ["/api", "/hooks", "/openapi", "/notifications/stream", "/_blazor", "/health", "/metrics"];

    public static IApplicationBuilder UsePageErrors(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment())
        {
            app.UseExceptionHandler("/error", createScopeForErrors: true);
        }

        return app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true).Use((context, next) =>
        {
            if (!IsPage(context.Request) && context.Features.Get<IStatusCodePagesFeature>() is { } pages)
            {
                pages.Enabled = false;
            }

            return next(context);
        });
    }

    internal static bool IsPage(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsPost(request.Method))
        && !Array.Exists(ForPrograms, path => request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase))
        && !Path.HasExtension(request.Path.Value);
}
