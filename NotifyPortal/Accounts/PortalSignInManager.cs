using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using NotifyPortal.Activities;

namespace NotifyPortal.Accounts;

/// <summary>Identity's sign-in, with each one stored, locked accounts kept out, and nothing told to those who only guess.</summary>
public sealed class PortalSignInManager(
    UserManager<PortalUser> userManager, IHttpContextAccessor contextAccessor, IUserClaimsPrincipalFactory<PortalUser> claimsFactory,
    IOptions<IdentityOptions> options, ILogger<SignInManager<PortalUser>> logger, IAuthenticationSchemeProvider schemes,
    IUserConfirmation<PortalUser> confirmation, SignInStore signIns, ActivityLog activities)
    : SignInManager<PortalUser>(userManager, contextAccessor, claimsFactory, options, logger, schemes, confirmation)
{
    private string? continued;

    /// <summary>An account an admin has locked may not, whatever it proves.</summary>
    public override async Task<bool> CanSignInAsync(PortalUser user) => user.DeactivatedAt is null && await base.CanSignInAsync(user);

    /// <summary>Unknown, wrong and locked out take the same time; why an account may not sign in is said only to who knows its password.</summary>
    public override async Task<SignInResult> PasswordSignInAsync(string userName, string password, bool isPersistent, bool lockoutOnFailure)
    {
        if (await UserManager.FindByNameAsync(userName) is { } user)
        {
            return await PasswordSignInAsync(user, password, isPersistent, lockoutOnFailure);
        }

        HashForNothing(password);

        return SignInResult.Failed;
    }

    public override async Task<SignInResult> CheckPasswordSignInAsync(PortalUser user, string password, bool lockoutOnFailure)
    {
        if (user.PasswordHash is null || await UserManager.IsLockedOutAsync(user))
        {
            HashForNothing(password);

            return user.PasswordHash is null ? SignInResult.Failed : SignInResult.LockedOut;
        }

        if (!await UserManager.CheckPasswordAsync(user, password))
        {
            return lockoutOnFailure ? await CountFailureAsync(user) : SignInResult.Failed;
        }

        if (!await CanSignInAsync(user))
        {
            return SignInResult.NotAllowed;
        }

        // With a second factor still to come the count goes on: it also slows guessing of codes.
        if (!await IsTwoFactorEnabledAsync(user) || await IsTwoFactorClientRememberedAsync(user))
        {
            await ResetLockout(user);
        }

        return SignInResult.Success;
    }

    public override async Task SignInWithClaimsAsync(PortalUser user, AuthenticationProperties? authenticationProperties, IEnumerable<Claim> additionalClaims)
    {
        var id = continued ?? await BeginAsync(user);

        await base.SignInWithClaimsAsync(user, authenticationProperties,
            additionalClaims.Append(new Claim(PortalClaims.SignInId, id)).Append(new Claim(PortalClaims.DisplayName, user.DisplayName)));
    }

    /// <summary>Renews the cookie of a sign-in that goes on; it stays the same stored one.</summary>
    public override async Task RefreshSignInAsync(PortalUser user)
    {
        var id = Context.User.UserId() == user.Id ? Context.User.CurrentSignIn() : null;
        continued = id is not null && await signIns.FindAsync(id, fresh: true) is not null ? id : null;

        try
        {
            await base.RefreshSignInAsync(user);
        }
        finally
        {
            continued = null;
        }
    }

    /// <summary>Ends this sign-in, in every tab of this browser, and no other.</summary>
    public override async Task SignOutAsync()
    {
        await EndCurrentAsync();
        await base.SignOutAsync();
    }

    /// <summary>Passkeys come this way without any other check.</summary>
    protected override async Task<SignInResult> SignInOrTwoFactorAsync(PortalUser user, bool isPersistent, string? loginProvider = null, bool bypassTwoFactor = false) =>
        await CanSignInAsync(user) ? await base.SignInOrTwoFactorAsync(user, isPersistent, loginProvider, bypassTwoFactor) : SignInResult.NotAllowed;

    private async Task<string> BeginAsync(PortalUser user)
    {
        await EndCurrentAsync(); // signing in over a sign-in replaces it

        var device = DeviceName.Of(Context.Request.Headers.UserAgent);
        var address = Context.Connection.RemoteIpAddress is { } ip ? (ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip).ToString() : null;
        var (id, newDevice) = await signIns.BeginAsync(user, device, address);

        if (newDevice)
        {
            Log.NewDevice(Logger, user.Id);
            await activities.RecordAsync(AccountActivities.SignedIn(user, device, address));
        }

        return id;
    }

    private async Task EndCurrentAsync()
    {
        if (Context.User.UserId() is { } userId && Context.User.CurrentSignIn() is { } id)
        {
            await signIns.EndAsync(userId, id);
        }
    }

    private async Task<SignInResult> CountFailureAsync(PortalUser user)
    {
        await UserManager.AccessFailedAsync(user);

        return await UserManager.IsLockedOutAsync(user) ? SignInResult.LockedOut : SignInResult.Failed;
    }

    private void HashForNothing(string password) => UserManager.PasswordHasher.HashPassword(new PortalUser(), password);
}
