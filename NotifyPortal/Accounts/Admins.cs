using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NotifyPortal.Activities;
using NotifyPortal.Data;

namespace NotifyPortal.Accounts;

/// <summary>Who is an admin, decided inside the transaction of whoever asks.</summary>
public sealed class Admins(TimeProvider clock)
{
    private static readonly string NormalizedRole = Roles.Admin.ToUpperInvariant();

    /// <summary>The acting admin, or null: an open page can outlive a role, so what the principal says of itself counts for nothing.</summary>
    public async Task<Actor?> ActingAsync(PortalDbContext db, ClaimsPrincipal principal, CancellationToken cancellationToken)
    {
        var (userId, signInId) = (principal.UserId(), principal.CurrentSignIn());
        var oldest = clock.Now() - SignInStore.MaxAge;
        var signedIn = db.Set<SignIn>().Where(s => s.Id == signInId && s.UserId == userId && s.EndedAt == null && s.CreatedAt > oldest);

        return await Active(db).Where(u => u.Id == userId && signedIn.Any())
            .Select(u => new Actor(u.Id, u.DisplayName, null)).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>Whether any admin is left who is not locked.</summary>
    public static Task<bool> AnyAsync(PortalDbContext db, CancellationToken cancellationToken) => Active(db).AnyAsync(cancellationToken);

    /// <summary>Whether the portal would be without an admin if this one went.</summary>
    public static async Task<bool> IsLastAsync(PortalDbContext db, string userId, CancellationToken cancellationToken) =>
        await Active(db).AnyAsync(u => u.Id == userId, cancellationToken)
        && !await Active(db).AnyAsync(u => u.Id != userId, cancellationToken);

    /// <returns>False: the account was an admin already.</returns>
    public static async Task<bool> GrantAsync(PortalDbContext db, string userId, CancellationToken cancellationToken)
    {
        var role = await db.Roles.FirstOrDefaultAsync(r => r.NormalizedName == NormalizedRole, cancellationToken);

        if (role is null)
        {
            role = new IdentityRole(Roles.Admin) { NormalizedName = NormalizedRole };
            db.Add(role);
        }
        else if (await db.UserRoles.AnyAsync(m => m.UserId == userId && m.RoleId == role.Id, cancellationToken))
        {
            return false;
        }

        db.Add(new IdentityUserRole<string> { UserId = userId, RoleId = role.Id });

        return true;
    }

    /// <returns>False: the account was none.</returns>
    public static async Task<bool> RevokeAsync(PortalDbContext db, string userId, CancellationToken cancellationToken) =>
        await db.UserRoles
            .Where(m => m.UserId == userId && db.Roles.Any(r => r.Id == m.RoleId && r.NormalizedName == NormalizedRole))
            .ExecuteDeleteAsync(cancellationToken) > 0;

    private static IQueryable<PortalUser> Active(PortalDbContext db) =>
        db.Users.AsNoTracking().Where(u => u.DeactivatedAt == null
            && db.UserRoles.Any(m => m.UserId == u.Id && db.Roles.Any(r => r.Id == m.RoleId && r.NormalizedName == NormalizedRole)));
}
