using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NotifyPortal.Activities;
using NotifyPortal.Data;

namespace NotifyPortal.Accounts;

/// <summary>Changes passwords. The new password, the end of the other sign-ins and the record of it are one transaction.</summary>
public sealed class Passwords(UserManager<PortalUser> users, StoreWriter writer, SignInStore signIns, ActivityLog activities)
{
    /// <summary>Changes it for who knows the old one; ends every sign-in but the one that asks.</summary>
    /// <param name="signIn">The id of the sign-in that stays.</param>
    public async Task<IdentityResult> ChangeAsync(PortalUser user, string current, string next, string? signIn) =>
        await users.CheckPasswordAsync(user, current)
            ? await SetAsync(user, next, signIn)
            : IdentityResult.Failed(users.ErrorDescriber.PasswordMismatch());

    /// <summary>Sets it for who holds a link; ends every sign-in. The link came by mail or from an admin, so the address counts as confirmed.</summary>
    public async Task<IdentityResult> ResetAsync(PortalUser user, string token, string next)
    {
        var provider = users.Options.Tokens.PasswordResetTokenProvider;

        return await users.VerifyUserTokenAsync(user, provider, UserManager<PortalUser>.ResetPasswordTokenPurpose, token)
            ? await SetAsync(user, next, null)
            : IdentityResult.Failed(users.ErrorDescriber.InvalidToken());
    }

    private async Task<IdentityResult> SetAsync(PortalUser user, string password, string? signIn)
    {
        foreach (var validator in users.PasswordValidators)
        {
            if (await validator.ValidateAsync(users, user, password) is { Succeeded: false } refused)
            {
                return refused;
            }
        }

        var hash = users.PasswordHasher.HashPassword(user, password);
        var draft = AccountActivities.PasswordChanged(user, signIn is null);
        var entry = await writer.WriteAsync(async (db, token) =>
        {
            if (!await StoreAsync(db, user, hash, signIn is null, token))
            {
                return null;
            }

            await signIns.EndOthersAsync(db, user.Id, signIn, token);

            return activities.Add(db, draft);
        });

        if (entry is null)
        {
            return IdentityResult.Failed(users.ErrorDescriber.ConcurrencyFailure());
        }

        signIns.Announce(user.Id);
        activities.Announce();
        await activities.HandOnAsync(entry, draft);

        return IdentityResult.Success;
    }

    // A new security stamp makes every link worthless; the old one in the WHERE lets one of two racing links win.
    private static async Task<bool> StoreAsync(PortalDbContext db, PortalUser user, string hash, bool confirm, CancellationToken cancellationToken)
    {
        var stamp = Guid.NewGuid().ToString("N").ToUpperInvariant();

        return await db.Users
            .Where(u => u.Id == user.Id && u.SecurityStamp == user.SecurityStamp)
            .ExecuteUpdateAsync(set => set
                .SetProperty(u => u.PasswordHash, hash)
                .SetProperty(u => u.SecurityStamp, stamp)
                .SetProperty(u => u.ConcurrencyStamp, stamp)
                .SetProperty(u => u.EmailConfirmed, u => u.EmailConfirmed || confirm)
                .SetProperty(u => u.AccessFailedCount, 0)
                .SetProperty(u => u.LockoutEnd, (DateTimeOffset?)null), cancellationToken) == 1;
    }
}
