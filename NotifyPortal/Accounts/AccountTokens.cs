using Microsoft.AspNetCore.Identity;

namespace NotifyPortal.Accounts;

/// <summary>Makes one-time links for accounts; each is good for an hour, once, and only until the password changes.</summary>
public sealed class AccountTokens(UserManager<PortalUser> users, AccountLinks links)
{
    /// <summary>A link to set a new password.</summary>
    /// <param name="requestBase">The address the portal was called at; null without a request.</param>
    public async Task<string> PasswordLinkAsync(PortalUser user, string? requestBase) =>
        links.Password(user.Id, await users.GeneratePasswordResetTokenAsync(user), requestBase);

    /// <summary>A link that proves the address is theirs.</summary>
    /// <inheritdoc cref="PasswordLinkAsync"/>
    public async Task<string> ConfirmLinkAsync(PortalUser user, string? requestBase) =>
        links.Confirm(user.Id, await users.GenerateEmailConfirmationTokenAsync(user), requestBase);

    /// <summary>A link that proves the new address is theirs.</summary>
    /// <inheritdoc cref="PasswordLinkAsync"/>
    public async Task<string> ChangeEmailLinkAsync(PortalUser user, string email, string? requestBase) =>
        links.ChangeEmail(user.Id, email, await users.GenerateChangeEmailTokenAsync(user, email), requestBase);
}
