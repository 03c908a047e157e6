using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace NotifyPortal.Accounts;

/// <summary>The names, lives and guards of the cookies.</summary>
internal static class AccountCookies
{
    /// <summary>A message for the next page, after a form.</summary>
    public const string Status = "np_status";

    public static void Add(IServiceCollection services)
    {
        services.AddScoped<SignInEvents>();
        Configure(services, IdentityConstants.ApplicationScheme, "np");
        Configure(services, IdentityConstants.TwoFactorUserIdScheme, "np_2fa");
        Configure(services, IdentityConstants.TwoFactorRememberMeScheme, "np_2fr");
        Configure(services, IdentityConstants.ExternalScheme, "np_ext");
        services.Configure<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme, cookie =>
        {
            cookie.EventsType = typeof(SignInEvents);
            cookie.ExpireTimeSpan = TimeSpan.FromHours(8);
            cookie.SlidingExpiration = true;
            cookie.LoginPath = "/Account/Login";
            cookie.AccessDeniedPath = "/Account/AccessDenied";
        });
        services.AddOptions<AntiforgeryOptions>().Configure<IOptions<SecurityOptions>>((antiforgery, security) =>
            antiforgery.Cookie = new AntiforgeryCookie(!security.Value.AllowHttp)
            {
                Name = security.Value.CookieName("np_af"),
                HttpOnly = true,
                IsEssential = true,
                SameSite = SameSiteMode.Strict,
                Path = "/",
            });
    }

    private static void Configure(IServiceCollection services, string scheme, string name) =>
        services.AddOptions<CookieAuthenticationOptions>(scheme).Configure<IOptions<SecurityOptions>>((options, security) =>
        {
            options.Cookie.Name = security.Value.CookieName(name);
            options.Cookie.SecurePolicy = security.Value.CookieSecurity;
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.Path = "/";
        });

    /// <summary>With the policy Always the antiforgery service refuses http even on loopback; so the cookie is Secure without the policy.</summary>
    private sealed class AntiforgeryCookie(bool secure) : CookieBuilder
    {
        public override CookieOptions Build(HttpContext context, DateTimeOffset expiresFrom)
        {
            var options = base.Build(context, expiresFrom);
            options.Secure = secure || context.Request.IsHttps;

            return options;
        }
    }
}
