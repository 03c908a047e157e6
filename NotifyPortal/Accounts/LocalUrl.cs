using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Components;

namespace NotifyPortal.Accounts;

/// <summary>Where to go after a form: only ever to a page of our own.</summary>
internal static class LocalUrl
{
    public static string OrHome([StringSyntax(StringSyntaxAttribute.Uri)] string? url) => IsLocal(url) ? url! : "/";

    /// <summary>The sign-in page that leads back here.</summary>
    public static string SignIn(NavigationManager navigation) =>
        $"/Account/Login?ReturnUrl={Uri.EscapeDataString("/" + navigation.ToBaseRelativePath(navigation.Uri))}";

    // "//host" and "/\host" leave the site; browsers drop tabs and line ends, so "/<tab>/host" would, too.
    private static bool IsLocal(string? url) =>
        url is ['/', ..] && url is not ['/', '/' or '\\', ..] && !url.Any(char.IsControl);
}
