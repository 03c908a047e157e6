using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NotifyPortal.Activities;
using NotifyPortal.Data;

namespace NotifyPortal.Accounts;

/// <summary>What admins do to accounts. Each act checks anew, in its own transaction, that who asks is an admin now.</summary>
public sealed class AccountAdministration(
    StoreWriter writer, Admins admins, SignInStore signIns, ActivityLog activities, TimeProvider clock, IServiceScopeFactory scopes)
{
    /// <summary>No sign-in and no notifications until it is unlocked; every sign-in of it ends.</summary>
    public Task<AccountChange> LockAsync(ClaimsPrincipal actor, string userId, CancellationToken cancellationToken = default) =>
        ChangeAsync(actor, userId, async (db, user, by, token) =>
        {
            if (user.DeactivatedAt is not null)
            {
                return AccountChange.Unchanged;
            }

            if (await Admins.IsLastAsync(db, userId, token))
            {
                return AccountChange.LastAdmin;
            }

            user.DeactivatedAt = clock.Now();
            await signIns.EndOthersAsync(db, userId, null, token);

            return AccountActivities.Locked(user, by);
        }, cancellationToken);

    public Task<AccountChange> UnlockAsync(ClaimsPrincipal actor, string userId, CancellationToken cancellationToken = default) =>
        ChangeAsync(actor, userId, (_, user, by, _) =>
        {
            if (user.DeactivatedAt is null)
            {
                return Task.FromResult<Act>(AccountChange.Unchanged);
            }

            user.DeactivatedAt = null;

            return Task.FromResult<Act>(AccountActivities.Unlocked(user, by));
        }, cancellationToken);

    /// <summary>Takes the account with its notifications, keys and sign-ins. Who has signed out for good stays in the record by name.</summary>
    public Task<AccountChange> DeleteAsync(ClaimsPrincipal actor, string userId, CancellationToken cancellationToken = default) =>
        ChangeAsync(actor, userId, async (db, user, by, token) =>
        {
            if (await Admins.IsLastAsync(db, userId, token))
            {
                return AccountChange.LastAdmin;
            }

            db.Remove(user);

            return AccountActivities.Deleted(user, by);
        }, cancellationToken);

    /// <summary>The same by the person themselves.</summary>
    public async Task<AccountChange> DeleteOwnAsync(PortalUser user, CancellationToken cancellationToken = default)
    {
        var change = await writer.WriteAsync(async (db, token) =>
        {
            if (await Admins.IsLastAsync(db, user.Id, token))
            {
                return AccountChange.LastAdmin;
            }

            activities.Add(db, AccountActivities.Deleted(user, new Actor(user.Id, user.DisplayName)));

            return await db.Users.Where(u => u.Id == user.Id).ExecuteDeleteAsync(token) == 1 ? AccountChange.Done : AccountChange.NotFound;
        }, cancellationToken);
        signIns.Announce(user.Id);
        activities.Announce();

        return change;
    }

    /// <summary>Makes an admin of an account, or takes that back. Ends the account's sign-ins but the one that asks.</summary>
    public Task<AccountChange> SetAdminAsync(ClaimsPrincipal actor, string userId, bool admin, CancellationToken cancellationToken = default) =>
        ChangeAsync(actor, userId, async (db, user, by, token) =>
        {
            if (!admin && await Admins.IsLastAsync(db, userId, token))
            {
                return AccountChange.LastAdmin;
            }

            if (!(admin ? await Admins.GrantAsync(db, userId, token) : await Admins.RevokeAsync(db, userId, token)))
            {
                return AccountChange.Unchanged;
            }

            await signIns.EndOthersAsync(db, userId, actor.CurrentSignIn(), token);

            return AccountActivities.RoleChanged(user, admin, by.Id == userId ? null : by);
        }, cancellationToken);

    /// <summary>
    /// Says who an account is on GitHub; blank: nobody. Only an admin can: what GitHub tells may be private, and anyone could claim a login.
    /// </summary>
    public Task<AccountChange> LinkGitHubAsync(ClaimsPrincipal actor, string userId, string? typed, CancellationToken cancellationToken = default) =>
        ChangeAsync(actor, userId, async (db, user, by, token) =>
        {
            var login = GitHubLogins.Clean(typed);

            if (login is null && !string.IsNullOrWhiteSpace(typed))
            {
                return AccountChange.Invalid;
            }

            if (login == user.GitHubLogin)
            {
                return AccountChange.Unchanged;
            }

            if (login is not null && await db.Users.AnyAsync(u => u.GitHubLogin == login, token))
            {
                return AccountChange.Taken;
            }

            var former = user.GitHubLogin;
            user.GitHubLogin = login;

            return login is null ? AccountActivities.GitHubUnlinked(user, former!, by) : AccountActivities.GitHubLinked(user, by);
        }, cancellationToken);

    /// <summary>A one-time link with which the account's owner sets a new password.</summary>
    /// <param name="requestBase">The address the portal was called at.</param>
    public async Task<(AccountChange Change, string? Link)> IssueLinkAsync(
        ClaimsPrincipal actor, string userId, string? requestBase, CancellationToken cancellationToken = default)
    {
        var change = await ChangeAsync(actor, userId, (_, user, by, _) => Task.FromResult<Act>(AccountActivities.LinkIssued(user, by)), cancellationToken);

        return (change, change == AccountChange.Done ? await LinkAsync(userId, requestBase) : null);
    }

    /// <summary>Adds an account without a password.</summary>
    /// <returns>The link to set one, or what is wrong with what was given.</returns>
    public async Task<(AccountChange Change, IReadOnlyList<string> Errors, string? Link)> AddAsync(
        ClaimsPrincipal actor, string email, string? name, bool admin, string? requestBase, CancellationToken cancellationToken = default)
    {
        if (await writer.WriteAsync((db, token) => admins.ActingAsync(db, actor, token), cancellationToken) is not { } by)
        {
            return (AccountChange.NotAllowed, [], null);
        }

        await using var scope = scopes.CreateAsyncScope();
        var creation = scope.ServiceProvider.GetRequiredService<AccountCreation>();
        var (user, result) = await creation.CreateAsync(email, name, null, confirmed: true, by);

        if (!result.Succeeded)
        {
            return (AccountChange.Unchanged, [.. result.Errors.Select(e => e.Description).Distinct(StringComparer.Ordinal)], null);
        }

        if (admin)
        {
            await creation.MakeAdminAsync(user, by: by);
        }

        return (AccountChange.Done, [], await LinkAsync(user.Id, requestBase));
    }

    private async Task<AccountChange> ChangeAsync(
        ClaimsPrincipal actor, string userId, Func<PortalDbContext, PortalUser, Actor, CancellationToken, Task<Act>> work, CancellationToken cancellationToken)
    {
        var (act, entry) = await writer.WriteAsync<(Act, ActivityEntry?)>(async (db, token) =>
        {
            if (await admins.ActingAsync(db, actor, token) is not { } by)
            {
                return (AccountChange.NotAllowed, null);
            }

            if (await db.Users.FirstOrDefaultAsync(u => u.Id == userId, token) is not { } user)
            {
                return (AccountChange.NotFound, null);
            }

            var act = await work(db, user, by, token);

            if (act.Record is null)
            {
                return (act, null);
            }

            // Whoever has read the account before and still means to save it must not undo this.
            user.ConcurrencyStamp = Guid.NewGuid().ToString();

            return (act, activities.Add(db, act.Record));
        }, cancellationToken);

        if (entry is not null)
        {
            signIns.Announce(userId);
            activities.Announce();
            await NotifyAsync(entry, act.Record!, cancellationToken);
        }

        return act.Change;
    }

    private async Task NotifyAsync(ActivityEntry entry, ActivityDraft draft, CancellationToken cancellationToken)
    {
        if (draft.Presentation is not null)
        {
            await activities.HandOnAsync(entry, draft, cancellationToken);
        }
    }

    private async Task<string?> LinkAsync(string userId, string? requestBase)
    {
        await using var scope = scopes.CreateAsyncScope();
        var user = await scope.ServiceProvider.GetRequiredService<UserManager<PortalUser>>().FindByIdAsync(userId);

        return user is null ? null : await scope.ServiceProvider.GetRequiredService<AccountTokens>().PasswordLinkAsync(user, requestBase);
    }

    /// <summary>An expected no, or what was done, as it is recorded.</summary>
    private sealed record Act(AccountChange Change, ActivityDraft? Record)
    {
        public static implicit operator Act(AccountChange change) => new(change, null);

        public static implicit operator Act(ActivityDraft record) => new(AccountChange.Done, record);
    }
}
