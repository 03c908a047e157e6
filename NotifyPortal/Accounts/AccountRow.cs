namespace NotifyPortal.Accounts;

/// <summary>An account as admins see it.</summary>
public sealed record AccountRow(
    string Id, string Name, string Email, bool IsAdmin, bool Confirmed, DateTimeOffset? LockedAt, DateTimeOffset CreatedAt, int SignIns,
    string? GitHubLogin);

/// <summary>A page of accounts, by name.</summary>
/// <param name="Total">How many the search matches.</param>
public sealed record AccountListing(IReadOnlyList<AccountRow> Items, int Total)
{
    public static readonly AccountListing Empty = new([], 0);
}
