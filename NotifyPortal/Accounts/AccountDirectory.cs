using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NotifyPortal.Data;

namespace NotifyPortal.Accounts;

/// <summary>Finds accounts by what others call them.</summary>
public sealed class AccountDirectory(IDbContextFactory<PortalDbContext> contexts, ILookupNormalizer normalizer)
{
    /// <summary>The account of this id or e-mail address, or null.</summary>
    public async Task<AccountRef?> FindAsync(string idOrEmail, CancellationToken cancellationToken = default) =>
        (await ResolveAsync([idOrEmail], cancellationToken)).GetValueOrDefault(idOrEmail);

    /// <summary>The accounts of these ids and e-mail addresses, by what was given; what no account answers to is left out.</summary>
    public async Task<IReadOnlyDictionary<string, AccountRef>> ResolveAsync(
        IReadOnlyCollection<string> idsOrEmails, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        return await ResolveAsync(db, idsOrEmails, cancellationToken);
    }

    /// <summary>The same inside the caller's transaction.</summary>
    public async Task<IReadOnlyDictionary<string, AccountRef>> ResolveAsync(
        PortalDbContext db, IReadOnlyCollection<string> idsOrEmails, CancellationToken cancellationToken)
    {
        var emails = idsOrEmails.Where(given => given.Contains('@', StringComparison.Ordinal)).Select(given => normalizer.NormalizeEmail(given)).ToList();
        var users = await db.Users.AsNoTracking()
            .Where(u => idsOrEmails.Contains(u.Id) || emails.Contains(u.NormalizedEmail!))
            .Select(u => new { u.Id, u.DisplayName, u.Email, u.NormalizedEmail, u.DeactivatedAt })
            .ToListAsync(cancellationToken);
        var found = new Dictionary<string, AccountRef>(StringComparer.Ordinal);

        foreach (var user in users)
        {
            found[user.Id] = new AccountRef(user.Id, user.DisplayName, user.Email!, user.DeactivatedAt is null);
            found[user.NormalizedEmail!] = found[user.Id];
        }

        return idsOrEmails.Distinct(StringComparer.Ordinal)
            .Select(given => (given, account: found.GetValueOrDefault(given) ?? found.GetValueOrDefault(normalizer.NormalizeEmail(given))))
            .Where(pair => pair.account is not null)
            .ToDictionary(pair => pair.given, pair => pair.account!, StringComparer.Ordinal);
    }

    /// <summary>The ids of all active accounts that have the role, or of all there are; none when neither is asked for.</summary>
    public async Task<IReadOnlyList<string>> ActiveIdsAsync(PortalDbContext db, string? role, bool everyone, CancellationToken cancellationToken)
    {
        var active = db.Users.AsNoTracking().Where(u => u.DeactivatedAt == null);

        if (everyone)
        {
            return await active.Select(u => u.Id).ToListAsync(cancellationToken);
        }

        if (role is null)
        {
            return [];
        }

        var name = normalizer.NormalizeName(role);
        var members = from member in db.UserRoles
                      join known in db.Roles on member.RoleId equals known.Id
                      where known.NormalizedName == name
                      select member.UserId;

        return await active.Where(u => members.Contains(u.Id)).Select(u => u.Id).ToListAsync(cancellationToken);
    }

    /// <summary>The names of all roles, in order.</summary>
    public async Task<IReadOnlyList<string>> RolesAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        return await db.Roles.AsNoTracking().OrderBy(r => r.Name).Select(r => r.Name!).ToListAsync(cancellationToken);
    }
}
