using NotifyPortal.Activities;

namespace NotifyPortal.Notifications.Preferences;

/// <summary>Why a notification came.</summary>
public enum WhyRule
{
    /// <summary>It is not kept.</summary>
    Unknown,

    /// <summary>Something was done to what is theirs.</summary>
    Target,

    /// <summary>The activity named them.</summary>
    Recipient,

    /// <summary>It was sent to them by name.</summary>
    Named,

    /// <summary>It was sent to everyone in a role.</summary>
    Role,

    /// <summary>It was sent to a topic they are subscribed to.</summary>
    Topic,

    /// <summary>It was sent to everyone.</summary>
    Everyone,
}

/// <summary>The answer to "why did I get this?".</summary>
/// <param name="Type">The type's key; null: it has none and cannot be muted.</param>
/// <param name="Role">With <see cref="WhyRule.Role"/>.</param>
/// <param name="Topic">With <see cref="WhyRule.Topic"/>.</param>
/// <param name="Sender">The name of the API key it came through, or <see cref="Message.Portal"/>.</param>
/// <param name="Activity">The activity it speaks of, if it does.</param>
public sealed record WhyAnswer(
    WhyRule Rule, string? Type, string? TypeName, string? Role, string? Topic, string Sender, Actor? Actor, ActivityEntry? Activity, DateTimeOffset SentAt);
