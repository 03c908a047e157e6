using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;

namespace NotifyPortal.Accounts;

/// <summary>Where an account page goes after a form, and what the next page says.</summary>
public sealed class AccountRedirects(NavigationManager navigation, IOptions<SecurityOptions> security)
{
    private string StatusCookie => security.Value.CookieName(AccountCookies.Status);

    /// <summary>To a page of ours, or home when it is none.</summary>
    public void To(string? url) => navigation.NavigateTo(LocalUrl.OrHome(url));

    public void To(string path, params IEnumerable<(string Key, string? Value)> query) =>
        To(path + QueryString.Create(query.Where(q => q.Value is not null).Select(q => KeyValuePair.Create(q.Key, q.Value))));

    /// <summary>To a page of ours that shows the message once.</summary>
    public void To(string path, string message, HttpContext context)
    {
        context.Response.Cookies.Append(StatusCookie, message, Cookie(context));
        To(path);
    }

    /// <summary>The message for this page, which it then forgets.</summary>
    public string? TakeMessage(HttpContext context)
    {
        var message = context.Request.Cookies[StatusCookie];

        if (message is not null && !context.Response.HasStarted)
        {
            context.Response.Cookies.Delete(StatusCookie, Cookie(context));
        }

        return message;
    }

    private CookieOptions Cookie(HttpContext context) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = TimeSpan.FromSeconds(30),
        Path = "/",
        SameSite = SameSiteMode.Strict,
        Secure = !security.Value.AllowHttp || context.Request.IsHttps,
    };
}
