using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace NotifyPortal.Accounts;

/// <summary>An account page: static, so that it can set cookies.</summary>
public abstract class AccountPageBase : ComponentBase
{
    [CascadingParameter]
    protected HttpContext HttpContext { get; set; } = default!;

    [Inject]
    protected UserManager<PortalUser> Users { get; set; } = default!;

    [Inject]
    protected AccountRedirects Redirects { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <summary>The address the portal was called at, for links.</summary>
    protected string RequestBase => Navigation.BaseUri;

    /// <summary>What is wrong with what was sent.</summary>
    protected string? Error { get; set; }

    protected void Show(IdentityResult refused) =>
        Error = string.Join(" ", refused.Errors.Select(e => e.Description).Distinct(StringComparer.Ordinal));
}
