using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using NotifyPortal.Accounts;

namespace NotifyPortal.Notifications;

/// <summary>
/// A browser, signed in or not, as a recipient. Its cookie is <c>id.secret</c>: the id is a public address and gives no access, the
/// secret proves that the portal gave out the id to whoever shows it. Nothing is stored until something is sent.
/// </summary>
public sealed partial class BrowserSession(IDataProtectionProvider protection, IOptions<SecurityOptions> security)
{
    internal const int IdLength = 32;

    private const int MaxCookieLength = 512;

    private static readonly object Issued = new();

    private readonly IDataProtector protector = protection.CreateProtector("NotifyPortal.BrowserSession");

    /// <summary>Whether this can be a session's public id.</summary>
    public static bool IsId(string id) => Id().IsMatch(id);

    /// <summary>This browser's public session id; a browser that has none, or shows one that was not given to it, is given a new one.</summary>
    /// <remarks>Call it before the response begins: a new one travels in a header.</remarks>
    public string Ensure(HttpContext context)
    {
        if (Find(context) is { } known)
        {
            return known;
        }

        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdLength / 2));
        context.Items[Issued] = id;
        context.Response.Cookies.Append(security.Value.SessionCookie, $"{id}.{Base64Url.EncodeToString(protector.Protect(Encoding.ASCII.GetBytes(id)))}", new CookieOptions
        {
            HttpOnly = true,
            IsEssential = true,
            MaxAge = TimeSpan.FromDays(400), // the longest that browsers keep
            Path = "/",
            SameSite = SameSiteMode.Lax,
            Secure = !security.Value.AllowHttp || context.Request.IsHttps,
        });

        return id;
    }

    /// <summary>This browser's public session id, or null when it shows none that the portal gave out.</summary>
    public string? Find(HttpContext context) =>
        context.Items.TryGetValue(Issued, out var issued) ? (string)issued!
        : context.Request.Cookies[security.Value.SessionCookie] is { Length: <= MaxCookieLength } cookie ? Verified(cookie)
        : null;

    private string? Verified(string cookie)
    {
        if (cookie.Split('.') is not [var id, var secret] || !IsId(id))
        {
            return null;
        }

        try
        {
            var sealedId = Base64Url.DecodeFromChars(secret);

            // Two spellings of the same bytes are one too many.
            return Base64Url.EncodeToString(sealedId) == secret && CryptographicOperations.FixedTimeEquals(protector.Unprotect(sealedId), Encoding.ASCII.GetBytes(id))
                ? id
                : null;
        }
        catch (Exception e) when (e is FormatException or CryptographicException) // not ours, or of keys that are gone
        {
            return null;
        }
    }

    [GeneratedRegex(@"\A[0-9a-f]{32}\z")]
    private static partial Regex Id();
}
