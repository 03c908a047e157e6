namespace NotifyPortal.Accounts;

/// <summary>A page on which a signed-in person looks after their account.</summary>
public abstract class ManagePageBase : AccountPageBase
{
    /// <summary>The person's account, as it is stored now.</summary>
    protected PortalUser Account { get; private set; } = default!;

    protected override async Task OnInitializedAsync() =>
        Account = await Users.GetUserAsync(HttpContext.User) ?? throw new InvalidOperationException("The account is gone.");
}
