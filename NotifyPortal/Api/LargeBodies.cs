using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.Features;

namespace NotifyPortal.Api;

/// <summary>A large body costs its size many times over while it is worked on: so many at once, some wait unread, and the rest are refused.</summary>
internal sealed class LargeBodies(RequestDelegate next) : IDisposable
{
    /// <summary>Bytes; single requests are far below it.</summary>
    private const int Large = 64 * 1024;

    private const int AtOnce = 8, Waiting = 256, RetrySeconds = 1;

    private readonly ConcurrencyLimiter places = new(new ConcurrencyLimiterOptions { PermitLimit = AtOnce, QueueLimit = Waiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });

    public async Task InvokeAsync(HttpContext context)
    {
        if (!IsLarge(context))
        {
            await next(context);

            return;
        }

        using var place = await places.AcquireAsync(1, context.RequestAborted);

        if (place.IsAcquired)
        {
            await next(context);
        }
        else
        {
            context.Response.Headers.RetryAfter = RetrySeconds.ToString(CultureInfo.InvariantCulture);
            await TypedResults.Problem("Too many large requests wait already.", statusCode: StatusCodes.Status503ServiceUnavailable).ExecuteAsync(context);
        }
    }

    public void Dispose() => places.Dispose();

    // One that does not say its length may be large.
    private static bool IsLarge(HttpContext context) =>
        context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true && !(context.Request.ContentLength <= Large);
}
