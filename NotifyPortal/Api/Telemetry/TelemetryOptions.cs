using System.ComponentModel.DataAnnotations;

namespace NotifyPortal.Api.Telemetry;

/// <summary>Section <c>Telemetry</c>: where metrics and traces go, beside <c>/metrics</c>.</summary>
public sealed class TelemetryOptions : IValidatableObject
{
    public const string Section = "Telemetry";

    /// <summary>An OpenTelemetry receiver, OTLP over HTTP: <c>http://localhost:4318</c>. Default: none.</summary>
    public string? OtlpEndpoint { get; set; }

    /// <summary>Where one kind of signal goes; null: nowhere.</summary>
    internal Uri? EndpointOf(string signal) => string.IsNullOrEmpty(OtlpEndpoint) ? null : new Uri($"{OtlpEndpoint.TrimEnd('/')}/v1/{signal}");

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrEmpty(OtlpEndpoint) && !(Uri.TryCreate(OtlpEndpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
        {
            yield return new ValidationResult("Telemetry:OtlpEndpoint must be an absolute http or https address.");
        }
    }
}
