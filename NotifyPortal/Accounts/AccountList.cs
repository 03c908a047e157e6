using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using NotifyPortal.Data;

namespace NotifyPortal.Accounts;

/// <summary>Lists accounts.</summary>
public sealed class AccountList(IDbContextFactory<PortalDbContext> contexts, Admins admins, TimeProvider clock)
{
    public const int PageSize = 25;

    /// <summary>A page for an admin; empty for anyone else.</summary>
    /// <param name="search">A part of the name or address; null: everyone.</param>
    /// <param name="page">From 1.</param>
    public async Task<AccountListing> ListAsync(ClaimsPrincipal actor, string? search, int page, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        if (await admins.ActingAsync(db, actor, cancellationToken) is null)
        {
            return AccountListing.Empty;
        }

        var users = Matching(db, search);
        var total = await users.CountAsync(cancellationToken);

        return new AccountListing(await RowsAsync(db, users, (page - 1) * PageSize, PageSize, cancellationToken), total);
    }

    /// <summary>All accounts, for the command line.</summary>
    public async Task<IReadOnlyList<AccountRow>> AllAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        return await RowsAsync(db, Matching(db, null), 0, int.MaxValue, cancellationToken);
    }

    private static IQueryable<PortalUser> Matching(PortalDbContext db, string? search)
    {
        var users = db.Users.AsNoTracking();

        if (string.IsNullOrWhiteSpace(search))
        {
            return users;
        }

        var text = search.Trim().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
        var pattern = $"%{text}%";
        var (lower, upper) = (new string([.. pattern.Select(c => char.IsAsciiLetterUpper(c) ? char.ToLowerInvariant(c) : c)]), pattern.ToUpperInvariant());

        // Both engines know the case of ASCII letters only, and PostgreSQL's LIKE of none.
#pragma warning disable CA1304, CA1311, MA0011 // it is SQL that does it
        return users.Where(u => EF.Functions.Like(u.DisplayName.ToLower(), lower, "\\") || EF.Functions.Like(u.NormalizedEmail!, upper, "\\"));
#pragma warning restore CA1304, CA1311, MA0011
    }

    private async Task<IReadOnlyList<AccountRow>> RowsAsync(PortalDbContext db, IQueryable<PortalUser> users, int skip, int take, CancellationToken cancellationToken)
    {
        var oldest = clock.Now() - SignInStore.MaxAge;

        return await users
            .OrderBy(u => u.DisplayName).ThenBy(u => u.NormalizedEmail)
            .Skip(skip).Take(take)
            .Select(u => new AccountRow(
                u.Id, u.DisplayName, u.Email!,
                db.UserRoles.Any(m => m.UserId == u.Id && db.Roles.Any(r => r.Id == m.RoleId && r.Name == Roles.Admin)),
                u.EmailConfirmed, u.DeactivatedAt, u.CreatedAt,
                db.Set<SignIn>().Count(s => s.UserId == u.Id && s.EndedAt == null && s.CreatedAt > oldest),
                u.GitHubLogin))
            .ToListAsync(cancellationToken);
    }
}
