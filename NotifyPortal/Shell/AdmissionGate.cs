using System.Globalization;

namespace NotifyPortal.Shell;

/// <summary>
/// Pages and streams hold memory for as long as they are open: who comes while there is none left is asked to come again, and who is there
/// keeps what they have. Without it the pages that are open break. Who comes while the portal stops would only be sent away at once; a balancer
/// asks another replica.
/// </summary>
internal sealed class AdmissionGate(RequestDelegate next, IHostApplicationLifetime lifetime)
{
    /// <summary>The part of the memory the runtime may take that must have been in use at its last collection.</summary>
    private const double Full = 0.8;

    private const int RetrySeconds = 5;

    private static readonly string[] ThatStay = ["/_blazor", "/notifications/stream"];

    public Task InvokeAsync(HttpContext context)
    {
        var stopping = lifetime.ApplicationStopping.IsCancellationRequested;

        if (!Stays(context.Request) || (!stopping && HasRoom()))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "text/plain";
        context.Response.Headers.RetryAfter = RetrySeconds.ToString(CultureInfo.InvariantCulture);

        return context.Response.WriteAsync($"NotifyPortal {(stopping ? "stops" : "has no memory left for another page")}. Please come again in a few seconds.\n");
    }

    // Those who come by a page's address are about to ask for the other.
    private static bool Stays(HttpRequest request) =>
        Array.Exists(ThatStay, path => request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase))
        || (PageErrors.IsPage(request) && HttpMethods.IsGet(request.Method) && !request.Path.StartsWithSegments("/Account", StringComparison.OrdinalIgnoreCase));

    private static bool HasRoom()
    {
        var memory = GC.GetGCMemoryInfo();

        return memory.HeapSizeBytes < Full * memory.TotalAvailableMemoryBytes;
    }
}
