using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NotifyPortal.Data;

namespace NotifyPortal.Accounts;

/// <summary>How a fresh portal gets its first admin: by a link that only who can read its console knows.</summary>
public sealed class FirstAdmin(IDbContextFactory<PortalDbContext> contexts, AccountLinks links, IDataProtectionProvider protection)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    // By keys that all replicas share: the link may lead to another one than has printed it.
    private readonly ITimeLimitedDataProtector protector = protection.CreateProtector("NotifyPortal.FirstAdmin").ToTimeLimitedDataProtector();

    /// <summary>The link, good for a day or until there is an admin.</summary>
    /// <param name="listeningAt">An address the portal listens at; null: the configured one.</param>
    public string Link(string? listeningAt = null) => links.FirstAdmin(protector.Protect(nameof(FirstAdmin), Lifetime), listeningAt);

    public async Task<bool> IsNeededAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        return !await Admins.AnyAsync(db, cancellationToken);
    }

    /// <summary>Whether the code is the one of the link and there is no admin yet.</summary>
    public async Task<bool> IsOpenAsync(string? given, CancellationToken cancellationToken = default) =>
        given is not null && IsOurs(given) && await IsNeededAsync(cancellationToken);

    private bool IsOurs(string given)
    {
        try
        {
            return protector.Unprotect(given) == nameof(FirstAdmin);
        }
        catch (CryptographicException) // somebody's guess, or too old
        {
            return false;
        }
    }

    /// <summary>Creates the admin. Of two who use the link at once, one gets the account and the other an error.</summary>
    public static async Task<IdentityResult> CreateAsync(
        AccountCreation creation, UserManager<PortalUser> users, string email, string name, string password)
    {
        var (user, result) = await creation.CreateAsync(email, name, password, confirmed: true);

        if (!result.Succeeded || await creation.MakeAdminAsync(user, onlyFirst: true))
        {
            return result;
        }

        await users.DeleteAsync(user);

        return IdentityResult.Failed(new IdentityError { Code = "LinkUsed", Description = "The link has been used." });
    }
}
