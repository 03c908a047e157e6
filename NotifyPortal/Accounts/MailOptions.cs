using System.ComponentModel.DataAnnotations;

namespace NotifyPortal.Accounts;

/// <summary>Section <c>Mail</c>: the server that takes our mail.</summary>
public sealed class MailOptions
{
    public const string Section = "Mail";

    /// <summary>Default: none. Then Development shows links on the page, and elsewhere an admin issues them.</summary>
    public string? Host { get; set; }

    /// <summary>Default: 587.</summary>
    [Range(1, 65535, ErrorMessage = "Mail:Port must be between 1 and 65535.")]
    public int Port { get; set; } = 587;

    /// <summary>Default: none; the server is used without signing in.</summary>
    public string? User { get; set; }

    public string? Password { get; set; }

    /// <summary>The sender. Required with <see cref="Host"/>.</summary>
    public string? From { get; set; }
}
