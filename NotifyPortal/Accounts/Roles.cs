namespace NotifyPortal.Accounts;

/// <summary>Roles, and the policies that ask for them.</summary>
public static class Roles
{
    /// <summary>May see and change everything.</summary>
    public const string Admin = "Admin";

    /// <summary>The policy of admin pages: <c>[Authorize(Policy = Roles.AdminPolicy)]</c>.</summary>
    public const string AdminPolicy = "admin";
}
