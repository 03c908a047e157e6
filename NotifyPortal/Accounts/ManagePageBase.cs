using Microsoft.AspNetCore.Components;

namespace NotifyPortal.Accounts;

/// <summary>A page on which a signed-in person looks after their account.</summary>
public abstract class ManagePageBase : AccountPageBase
{
    /// <summary>The person's account, as it is stored now.</summary>
    protected PortalUser Account { get; private set; } = default!;

    // Before anything else: while a page waits for its first answer it is drawn already.
    public override async Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        Account = await Users.GetUserAsync(HttpContext.User) ?? throw new InvalidOperationException("The account is gone.");
        await base.SetParametersAsync(ParameterView.Empty);
    }
}
