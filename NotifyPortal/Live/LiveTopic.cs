namespace NotifyPortal.Live;

/// <summary>A live address: who hears a signal. Not to be confused with a topic people subscribe to.</summary>
public readonly record struct LiveTopic(string Name)
{
    /// <summary>Everything that listens at all.</summary>
    public static readonly LiveTopic Everyone = new("everyone");

    /// <summary>Admin pages: something that is counted or listed there has changed.</summary>
    public static readonly LiveTopic Admins = new("admins");

    /// <summary>What replicas keep in memory of sign-ins and keys: one has ended or changed. See <see cref="LiveFollower"/>.</summary>
    public static readonly LiveTopic Credentials = new("credentials");

    /// <summary>All pages and streams of one user.</summary>
    public static LiveTopic User(string userId) => new($"user:{userId}");

    /// <summary>All pages and streams of one browser, whoever is signed in there.</summary>
    /// <param name="sessionId">The browser session's public id.</param>
    public static LiveTopic Session(string sessionId) => new($"session:{sessionId}");

    public override string ToString() => Name;
}
