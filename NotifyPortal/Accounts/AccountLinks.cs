using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace NotifyPortal.Accounts;

/// <summary>One-time links, complete with the address of the portal.</summary>
public sealed class AccountLinks(IOptions<PortalOptions> portal, IConfiguration configuration)
{
    /// <param name="requestBase">The address the portal was called at, used when <c>Portal:PublicUrl</c> is not set; null without a request.</param>
    public string Password(string userId, string token, string? requestBase) =>
        Link("/Account/ResetPassword", requestBase, ("userId", userId), ("code", Encode(token)));

    /// <inheritdoc cref="Password"/>
    public string Confirm(string userId, string token, string? requestBase) =>
        Link("/Account/ConfirmEmail", requestBase, ("userId", userId), ("code", Encode(token)));

    /// <inheritdoc cref="Password"/>
    public string ChangeEmail(string userId, string email, string token, string? requestBase) =>
        Link("/Account/ConfirmEmailChange", requestBase, ("userId", userId), ("email", email), ("code", Encode(token)));

    /// <summary>The page on which the first admin is created.</summary>
    /// <param name="listeningAt">An address the portal listens at.</param>
    public string FirstAdmin(string code, string? listeningAt) => Link("/Account/FirstAdmin", listeningAt, ("code", code));

    /// <summary>The token of a link, or null when nothing of ours made it.</summary>
    public static string? Decode(string? code)
    {
        try
        {
            return code is null ? null : Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(code));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string Encode(string token) => WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(token));

    private string Link(string path, string? requestBase, params IEnumerable<(string Key, string Value)> query)
    {
        var start = (portal.Value.PublicUrl ?? OnThisMachine(requestBase ?? FirstUrl())).TrimEnd('/');

        return start + path + QueryString.Create(query.Select(q => KeyValuePair.Create(q.Key, (string?)q.Value)));
    }

    private string FirstUrl() => (configuration["urls"] ?? "http://localhost:5080").Split(';', StringSplitOptions.RemoveEmptyEntries)[0];

    // "*", "+", 0.0.0.0 and [::] mean "every address of this machine", which nobody can open.
    private static string OnThisMachine(string address) => address
        .Replace("://*", "://localhost", StringComparison.Ordinal)
        .Replace("://+", "://localhost", StringComparison.Ordinal)
        .Replace("://0.0.0.0", "://localhost", StringComparison.Ordinal)
        .Replace("://[::]", "://localhost", StringComparison.Ordinal);
}
