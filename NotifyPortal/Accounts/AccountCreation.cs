using Microsoft.AspNetCore.Identity;
using NotifyPortal.Activities;
using NotifyPortal.Data;

namespace NotifyPortal.Accounts;

/// <summary>The one door through which accounts come into being.</summary>
public sealed class AccountCreation(
    UserManager<PortalUser> users, StoreWriter writer, SignInStore signIns, ActivityLog activities, TimeProvider clock)
{
    /// <summary>Creates an account.</summary>
    /// <param name="name">The name others see; empty: what stands before the @.</param>
    /// <param name="password">Null: none until a link sets it.</param>
    /// <param name="confirmed">Whether the address is known to be theirs.</param>
    /// <param name="by">The admin who adds it; null: the person, or the portal.</param>
    /// <returns>The account, or what is wrong with what was given.</returns>
    public async Task<(PortalUser User, IdentityResult Result)> CreateAsync(string email, string? name, string? password, bool confirmed, Actor? by = null)
    {
        var user = new PortalUser
        {
            UserName = email.Trim(),
            Email = email.Trim(),
            EmailConfirmed = confirmed,
            DisplayName = CleanName(name) ?? email.Split('@')[0],
            CreatedAt = clock.Now(),
        };
        var result = password is null ? await users.CreateAsync(user) : await users.CreateAsync(user, password);

        if (result.Succeeded)
        {
            await activities.RecordAsync(AccountActivities.Created(user, by));
        }

        return (user, result);
    }

    /// <summary>Makes a new account an admin.</summary>
    /// <param name="onlyFirst">Refuse when there is one already.</param>
    /// <returns>False: refused.</returns>
    public async Task<bool> MakeAdminAsync(PortalUser user, bool onlyFirst = false, Actor? by = null)
    {
        var draft = AccountActivities.RoleChanged(user, true, by);
        var entry = await writer.WriteAsync(async (db, token) =>
            (onlyFirst && await Admins.AnyAsync(db, token)) || !await Admins.GrantAsync(db, user.Id, token) ? null : activities.Add(db, draft));

        if (entry is null)
        {
            return false;
        }

        signIns.Announce(user.Id);
        activities.Announce();
        await activities.HandOnAsync(entry, draft);

        return true;
    }

    /// <summary>A name as it may be shown, or null when nothing of it is left.</summary>
    /// <exception cref="FormatException">It cannot be stored.</exception>
    public static string? CleanName(string? name) =>
        PlainText.CleanLine(name) is { } clean ? string.Concat(clean.EnumerateRunes().Take(100)) : null;
}
