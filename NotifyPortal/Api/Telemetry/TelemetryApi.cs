using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace NotifyPortal.Api.Telemetry;

/// <summary>For whoever watches the portal: <c>/health/live</c>, <c>/health/ready</c>, <c>/metrics</c>.</summary>
internal static class TelemetryApi
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // Whoever comes through a proxy comes from elsewhere, whatever address the connection has.
    private static readonly string[] Forwarding =
        ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "X-Original-For", "X-Original-Proto"];

    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<PrometheusText>();
        services.AddHostedService(provider => provider.GetRequiredService<PrometheusText>());
        services.AddOptions<TelemetryOptions>().BindConfiguration(TelemetryOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddHostedService<OtlpExport>();
        // Or the framework's spans would say neither method nor route; it names no query, where secrets may stand.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", false);
        services.AddHealthChecks().AddCheck<StoreHealth>("store", timeout: Patience).AddCheck<StoppingHealth>("stopping");
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        // One word is all they say: why it is so, the log tells whoever may know.
        routes.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        routes.MapHealthChecks("/health/ready");
        routes.MapGet("/metrics", (PrometheusText metrics) => TypedResults.Text(metrics.Write(), "text/plain; version=0.0.4; charset=utf-8"))
            .RequireAuthorization(policy => policy.AddAuthenticationSchemes(ApiAuthentication.SchemeName).RequireAssertion(MayWatch))
            .ExcludeFromDescription();
    }

    private static bool MayWatch(AuthorizationHandlerContext context) =>
        Caller.Of(context.User).Admin || (context.Resource is HttpContext http && IsNearby(http) && !ApiAuthentication.CarriesKey(http.Request));

    private static bool IsNearby(HttpContext context) =>
        (context.Connection.RemoteIpAddress is not { } from || IPAddress.IsLoopback(from.IsIPv4MappedToIPv6 ? from.MapToIPv4() : from))
        && !Forwarding.Any(context.Request.Headers.ContainsKey);
}
