using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.HttpResults;
using NotifyPortal.Api;
using NotifyPortal.Data;

namespace NotifyPortal.Notifications.Stream.Api;

/// <summary><c>GET /notifications/stream</c>: server-sent events for a browser session, its user, or a key's user.</summary>
internal static partial class StreamApi
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet(StreamHandover.Path, ServeAsync)
        .RequireScopeOrBrowser(Scopes.InboxRead)
        .ExcludeFromDescription();

    private static async Task<IResult> ServeAsync(
        HttpContext context, StreamCallers callers, StreamServer server, StreamLimit limit, IHostApplicationLifetime lifetime)
    {
        var errors = new InputErrors();
        var since = Since(new QueryFields(context.Request.Query, errors).Text("since"), errors);

        if (errors.Any)
        {
            return errors.ToProblem();
        }

        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return Later(context, StatusCodes.Status503ServiceUnavailable, "The portal is stopping.");
        }

        var audience = callers.Of(context, issue: true);

        if (limit.Enter(audience.Addresses[^1]) is not { } place)
        {
            return Later(context, StatusCodes.Status429TooManyRequests, $"There are {StreamLimit.PerRecipient} streams open already.");
        }

        var last = context.Request.Headers["Last-Event-ID"].ToString();
        await server.OpenAsync(context, audience, new StreamRequest(since, last is "" ? null : last), place);

        return TypedResults.Empty;
    }

    private static DateTimeOffset? Since(string? text, InputErrors errors)
    {
        if (text is null)
        {
            return null;
        }

        // Floor: what is strictly later than a fraction of a microsecond is strictly later than the whole one before it.
        if (Seconds().IsMatch(text) && decimal.Parse(text, CultureInfo.InvariantCulture) is var seconds
            && seconds < DateTimeOffset.MaxValue.ToUnixTimeSeconds())
        {
            return DateTimeOffset.UnixEpoch.AddTicks((long)decimal.Floor(seconds * 1_000_000) * TimeSpan.TicksPerMicrosecond);
        }

        errors.Add("since", "must be unix seconds, as 1773144000.25");

        return null;
    }

    private static ProblemHttpResult Later(HttpContext context, int status, string detail)
    {
        context.Response.Headers.RetryAfter = "2";

        return TypedResults.Problem(detail, statusCode: status);
    }

    [GeneratedRegex(@"\A[0-9]{1,12}(\.[0-9]{1,12})?\z")]
    private static partial Regex Seconds();
}
