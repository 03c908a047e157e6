using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NotifyPortal.Data;

namespace NotifyPortal.Accounts;

/// <summary>How a fresh portal gets its first admin: by a link that only who can read its console knows.</summary>
public sealed class FirstAdmin(IDbContextFactory<PortalDbContext> contexts, AccountLinks links)
{
    private readonly string code = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>The link, good until there is an admin or the portal restarts.</summary>
    /// <param name="listeningAt">An address the portal listens at; null: the configured one.</param>
    public string Link(string? listeningAt = null) => links.FirstAdmin(code, listeningAt);

    public async Task<bool> IsNeededAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        return !await Admins.AnyAsync(db, cancellationToken);
    }

    /// <summary>Whether the code is the one of the link and there is no admin yet.</summary>
    public async Task<bool> IsOpenAsync(string? given, CancellationToken cancellationToken = default) =>
        given is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(code))
        && await IsNeededAsync(cancellationToken);

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
