using System.Globalization;

namespace NotifyPortal.Notifications.Components;

/// <summary>The heading a day stands under: near days by name, far ones by month.</summary>
internal static class DayNames
{
    public static string Of(DateTimeOffset time, DateTimeOffset now, TimeZoneInfo zone)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time, zone).DateTime);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        var monday = today.AddDays(-(((int)today.DayOfWeek + 6) % 7));

        return day switch
        {
            _ when day >= today => "Today",
            _ when day == today.AddDays(-1) => "Yesterday",
            _ when day >= monday => "Earlier this week",
            _ when day >= monday.AddDays(-7) => "Last week",
            _ when day.Year == today.Year => day.ToString("MMMM", CultureInfo.CurrentCulture),
            _ => day.ToString("MMMM yyyy", CultureInfo.CurrentCulture),
        };
    }
}
