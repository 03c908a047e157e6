using System.ComponentModel.DataAnnotations;
using System.Net;

namespace NotifyPortal.Accounts;

/// <summary>Section <c>Portal</c>.</summary>
public sealed class PortalOptions : IValidatableObject
{
    public const string Section = "Portal";

    /// <summary>Where the portal is reached from outside; links in mail begin with it. Default: as the request came.</summary>
    [RegularExpression("(?i)https?://.+", ErrorMessage = "Portal:PublicUrl must be an http or https address.")]
    public string? PublicUrl { get; set; }

    /// <summary>
    /// The proxies whose word is taken for where a request comes from and whether by https (<c>X-Forwarded-For</c>, <c>X-Forwarded-Proto</c>):
    /// addresses and networks, as <c>10.0.0.5, 10.1.0.0/16</c>. Default: this machine.
    /// </summary>
    public string TrustedProxies { get; set; } = "127.0.0.0/8, ::1";

    internal IEnumerable<IPNetwork> Proxies => Written().Select(text => Network(text)!.Value);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Written().FirstOrDefault(text => Network(text) is null) is { } wrong)
        {
            yield return new ValidationResult($"Portal:TrustedProxies has \"{wrong}\", which is neither an address nor a network: use 10.0.0.5 or 10.1.0.0/16.");
        }
    }

    private string[] Written() => TrustedProxies.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static IPNetwork? Network(string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : !text.Contains('/', StringComparison.Ordinal) && IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : null;
}
