namespace NotifyPortal.Notifications;

/// <summary>Who asks about what was sent: a namespace of groups, collapse keys and messages, or an admin, who may touch everybody's.</summary>
/// <param name="Name">The name of an API key, or <see cref="Message.Portal"/>.</param>
public sealed record SenderRef(string Name, bool Admin = false)
{
    public static readonly SenderRef Portal = new(Message.Portal);
}
