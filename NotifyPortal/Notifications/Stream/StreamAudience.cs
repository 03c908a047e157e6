namespace NotifyPortal.Notifications.Stream;

/// <summary>Whom a stream serves, and what it takes for it to go on.</summary>
/// <param name="SessionId">The browser's public session id; null: a program with a key.</param>
/// <param name="UserId">Null: nobody is signed in.</param>
/// <param name="StillGood">Whether sign-in or key is good now; asks the store.</param>
internal sealed record StreamAudience(string? SessionId, string? UserId, Func<CancellationToken, Task<bool>> StillGood)
{
    /// <summary>See <see cref="RecipientAddress"/>.</summary>
    public IReadOnlyList<string> Addresses { get; } =
        [.. new[] { SessionId is null ? null : RecipientAddress.OfSession(SessionId), UserId }.OfType<string>()];

    /// <summary>How far one recipient was told by a cursor; null: it was not served.</summary>
    public long? NumberOf(string address, StreamCursor cursor) => address == UserId ? cursor.User : cursor.Session;
}
