using NotifyPortal.Notifications.Extending;

namespace NotifyPortal.Notifications;

/// <summary>Who is to receive something: the union of what is named, each once, active accounts only.</summary>
public sealed record Audience
{
    /// <summary>User ids or e-mail addresses.</summary>
    public IReadOnlyList<string> Users { get; init; } = [];

    /// <summary>Everyone who has this role.</summary>
    public string? Role { get; init; }

    /// <summary>Everyone who is subscribed to this topic.</summary>
    public string? Topic { get; init; }

    /// <summary>Everyone.</summary>
    public bool Everyone { get; init; }

    /// <summary>One browser session, by its public id.</summary>
    public string? Session { get; init; }

    /// <summary>All pages and streams that are open now. Goes alone, and with what is ephemeral only.</summary>
    public bool Broadcast { get; init; }

    /// <summary>User ids, e-mail addresses or sessions' public ids that are left out, however they are named above.</summary>
    public IReadOnlyList<string> Except { get; init; } = [];

    /// <summary>In which ways it names people.</summary>
    internal AudienceKinds Kinds =>
        (Users.Count > 0 ? AudienceKinds.Named : AudienceKinds.None)
        | (Role is not null ? AudienceKinds.Role : AudienceKinds.None)
        | (Everyone ? AudienceKinds.Everyone : AudienceKinds.None)
        | (Topic is not null ? AudienceKinds.Topic : AudienceKinds.None)
        | (Session is not null ? AudienceKinds.Session : AudienceKinds.None);

    /// <summary>The widest of them.</summary>
    internal NotificationScope Scope => Broadcast ? NotificationScope.Broadcast : Observers.ScopeOf(Kinds);

    public static Audience Of(params IReadOnlyList<string> users) => new() { Users = users };
}
