namespace NotifyPortal.Accounts;

/// <summary>Section <c>Security</c>: how the portal may be reached.</summary>
public sealed class SecurityOptions
{
    public const string Section = "Security";

    /// <summary>Default: true in Development, else false. False: cookies are Secure and bound to the host, and plain http off loopback is refused.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>Browsers accept a <c>__Host-</c> cookie only when it is Secure, of this very host and for all paths.</summary>
    public string CookieName(string name) => AllowHttp ? name : $"__Host-{name}";

    /// <summary>The cookie that tells browsers apart, signed in or not.</summary>
    public string SessionCookie => CookieName("np_session");

    public CookieSecurePolicy CookieSecurity => AllowHttp ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
}
