using System.ComponentModel.DataAnnotations;

namespace NotifyPortal.Accounts;

/// <summary>Section <c>Portal</c>.</summary>
public sealed class PortalOptions
{
    public const string Section = "Portal";

    /// <summary>Where the portal is reached from outside; links in mail begin with it. Default: as the request came.</summary>
    [RegularExpression("(?i)https?://.+", ErrorMessage = "Portal:PublicUrl must be an http or https address.")]
    public string? PublicUrl { get; set; }
}
