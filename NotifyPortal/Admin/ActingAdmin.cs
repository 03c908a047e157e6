using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using NotifyPortal.Accounts;
using NotifyPortal.Activities;
using NotifyPortal.Data;

namespace NotifyPortal.Admin;

/// <summary>The admin who is at a page, asked of the store at each act: a page may outlive the role and the sign-in it was opened with.</summary>
public sealed class ActingAdmin(IDbContextFactory<PortalDbContext> contexts, Admins admins)
{
    /// <exception cref="UnauthorizedAccessException">It is no admin (any more).</exception>
    public async Task<Actor> GetAsync(AuthenticationStateProvider page) => await GetAsync((await page.GetAuthenticationStateAsync()).User);

    /// <inheritdoc cref="GetAsync(AuthenticationStateProvider)"/>
    public async Task<Actor> GetAsync(ClaimsPrincipal user, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        return await admins.ActingAsync(db, user, cancellationToken) ?? throw new UnauthorizedAccessException();
    }
}
