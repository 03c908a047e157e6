namespace NotifyPortal.Admin;

/// <summary>A key to be made.</summary>
/// <param name="User">The id or address of the account that inbox scopes act as; blank: none.</param>
/// <param name="ExpiresAt">Null: never.</param>
public sealed record KeyDraft(string? Name, IReadOnlyCollection<string> Scopes, string? User = null, DateTimeOffset? ExpiresAt = null);

/// <summary>A key as lists show it; its secret is nowhere.</summary>
/// <param name="ActsAs">The address of the account it acts as, or null.</param>
public sealed record KeyListing(
    string Id, string Name, IReadOnlyList<string> Scopes, string? ActsAs, DateTimeOffset CreatedAt, string CreatedBy,
    DateTimeOffset? ExpiresAt, bool Expired, DateTimeOffset? LastUsedAt);
