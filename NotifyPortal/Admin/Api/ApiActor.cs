using NotifyPortal.Accounts;
using NotifyPortal.Activities;
using NotifyPortal.Api;

namespace NotifyPortal.Admin.Api;

/// <summary>Who acts through the API, as the activity log names them.</summary>
internal static class ApiActor
{
    public static async Task<Actor> OfAsync(Caller caller, AccountDirectory accounts)
    {
        var account = caller.UserId is null ? null : await accounts.FindAsync(caller.UserId);

        return account is null ? new Actor(null, caller.KeyName!) : new Actor(account.Id, account.Name, caller.KeyName);
    }
}
