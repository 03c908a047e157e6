namespace NotifyPortal.Api;

/// <summary>A stored key, as requests are checked against it.</summary>
/// <param name="UserId">Whom <c>inbox:*</c> scopes act as; null: nobody.</param>
/// <param name="Usable">False once it is revoked or its user is locked.</param>
public sealed record KnownKey(
    string Id, string Name, IReadOnlyList<string> Scopes, string? UserId, byte[] SecretHash, bool Usable, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt);
