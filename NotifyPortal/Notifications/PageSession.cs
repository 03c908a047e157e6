namespace NotifyPortal.Notifications;

/// <summary>The browser that a circuit's page stands in: what is sent to it shows there. One for each circuit.</summary>
public sealed class PageSession
{
    /// <summary>Its public id; null: not known.</summary>
    public string? Id { get; set; }

    /// <summary>Where its reader's clocks are; a cascading value of the page's.</summary>
    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;
}
