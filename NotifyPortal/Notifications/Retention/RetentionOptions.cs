using System.ComponentModel.DataAnnotations;

namespace NotifyPortal.Notifications.Retention;

/// <summary>Section <c>Retention</c>: how long things are kept.</summary>
public sealed class RetentionOptions
{
    public const string Section = "Retention";

    /// <summary>A hundred years.</summary>
    public const int MostDays = 36500;

    /// <summary>Days an activity is kept. Default: 90.</summary>
    [Range(1, MostDays)]
    public int ActivityDays { get; set; } = 90;

    /// <summary>Days a notification is kept. Default: unset, the same as <see cref="ActivityDays"/>.</summary>
    [Range(1, MostDays)]
    public int? Days { get; set; }

    /// <summary>Unread ones are kept so many times as long; 0: never removed. Default: 2.</summary>
    [Range(0, 1000)]
    public double UnreadFactor { get; set; } = 2;

    /// <summary>Days a timeseries notification is kept. Default: 7.</summary>
    [Range(1, MostDays)]
    public int TimeseriesDays { get; set; } = 7;

    /// <summary>Hours a browser session's queued notification is kept. Default: 24.</summary>
    [Range(1, 876_000)]
    public int SessionHours { get; set; } = 24;

    /// <summary>Days a notification lives, as it comes out.</summary>
    public int EffectiveDays => Days ?? ActivityDays;
}
