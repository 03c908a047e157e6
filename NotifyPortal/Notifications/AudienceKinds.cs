namespace NotifyPortal.Notifications;

/// <summary>In which ways an audience named people; kept with the message, so that a recipient can be told why it came.</summary>
[Flags]
public enum AudienceKinds
{
    /// <summary>Not known.</summary>
    None = 0,
    Named = 1,
    Role = 2,
    Everyone = 4,
    Topic = 8,
    Session = 16,
}
