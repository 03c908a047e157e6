using NotifyPortal.Live;

namespace NotifyPortal.Notifications;

/// <summary>What recipients are called outside the store: a user by the account's id, a browser session by its public id behind a prefix.</summary>
public static class RecipientAddress
{
    internal const string SessionPrefix = "session:";

    /// <summary>The address of a browser session.</summary>
    /// <param name="sessionId">Its public id.</param>
    public static string OfSession(string sessionId) => SessionPrefix + sessionId;

    /// <summary>The session's public id, or null where the address is a user's.</summary>
    public static string? SessionIn(string address) => address.StartsWith(SessionPrefix, StringComparison.Ordinal) ? address[SessionPrefix.Length..] : null;

    /// <summary>What all pages and streams of this recipient listen to.</summary>
    public static LiveTopic LiveTopicOf(string address) => SessionIn(address) is { } session ? LiveTopic.Session(session) : LiveTopic.User(address);
}
