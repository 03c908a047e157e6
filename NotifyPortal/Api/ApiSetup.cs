using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using NotifyPortal.Api.Docs;
using NotifyPortal.Api.Idempotency;
using NotifyPortal.Api.Telemetry;

namespace NotifyPortal.Api;

public static class ApiSetup
{
    public static WebApplicationBuilder AddApi(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ApiOptions>().BindConfiguration(ApiOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<ApiKeys>();
        builder.Services.AddSingleton<WrongMethod>();
        builder.Services.AddSingleton<KeptAnswers>();
        builder.Services.AddSingleton<ApiReference>();
        builder.Services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, ApiAuthentication>(ApiAuthentication.SchemeName, null);
        TelemetryApi.Add(builder.Services);
        builder.Services.AddProblemDetails();
        builder.Services.AddRateLimiter(Limit);
        builder.Services.AddOpenApi(ApiDescription.Document, ApiDescription.Configure);
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
            json.SerializerOptions.Converters.Add(new IsoTime());
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict; // or numbers would be described as texts, too
        });

        return builder;
    }

    /// <summary>Before the sign-in is read: what goes wrong there is answered in the API's way, too.</summary>
    public static WebApplication UseApi(this WebApplication app)
    {
        app.UseMiddleware<ApiErrors>();
        app.UseMiddleware<OriginGate>();
        app.UseWhen(context => ProgramPaths.Match(context.Request), programs => programs.UseMiddleware<LargeBodies>());

        return app;
    }

    /// <summary>After the sign-in is read: who may not ask gets no kept answer either.</summary>
    public static WebApplication MapApi(this WebApplication app)
    {
        app.UseMiddleware<IdempotencyGate>();
        app.MapOpenApi();
        TelemetryApi.Map(app);

        return app;
    }

    private static void Limit(RateLimiterOptions options)
    {
        options.AddPolicy(ApiGroup.RateLimit, context => Caller.Of(context.User).KeyId is { } key
            ? RateLimitPartition.GetFixedWindowLimiter(key, _ => new FixedWindowRateLimiterOptions
            {
                PermitLimit = context.RequestServices.GetRequiredService<IOptions<ApiOptions>>().Value.RequestsPerMinute,
                Window = TimeSpan.FromMinutes(1),
            })
            : RateLimitPartition.GetNoLimiter(""));
        options.OnRejected = async (rejected, _) =>
        {
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, Math.Ceiling(after.TotalSeconds)) : 60;
            rejected.HttpContext.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
            await TypedResults.Problem("The key's requests for this minute are used up.", statusCode: StatusCodes.Status429TooManyRequests).ExecuteAsync(rejected.HttpContext);
        };
    }
}
