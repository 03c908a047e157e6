using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace NotifyPortal.Accounts;

/// <summary>Who an open page belongs to. A circuit outlives its cookie, its role and its account: so it is asked again, not remembered.</summary>
public sealed class CircuitAuthentication(SignInStore signIns) : ServerAuthenticationStateProvider
{
    /// <summary>Asks the store; an ended sign-in makes the page a visitor's, changed roles change what it may.</summary>
    /// <returns>Whether the page is still signed in.</returns>
    public async Task<bool> RecheckAsync(CancellationToken cancellationToken = default)
    {
        var principal = (await GetAuthenticationStateAsync()).User;
        var state = principal.CurrentSignIn() is { } id ? await signIns.FindAsync(id, fresh: true, cancellationToken) : null;
        var current = state is null || state.UserId != principal.UserId() ? new ClaimsPrincipal(new ClaimsIdentity()) : state.Apply(principal);

        if (!ReferenceEquals(current, principal))
        {
            SetAuthenticationState(Task.FromResult(new AuthenticationState(current)));
        }

        return current.Identity?.IsAuthenticated == true;
    }
}
