using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using NotifyPortal.Activities;
using NotifyPortal.Data;

namespace NotifyPortal.Admin;

/// <summary>The log's filters and place as its address carries them.</summary>
public sealed record ActivityAddress(
    string? Module, string? Origin, string? Action, string? Actor, string? Target, string? Resource, string? Since, string? Until, string? Cursor)
{
    /// <summary>What to read, or null when the address says something unknown.</summary>
    public ActivityQuery? ToQuery()
    {
        PageCursor? cursor = null;
        ActivityOrigin origin = default;

        if ((Given(Cursor) is { } text && !PageCursor.TryParse(text, out cursor))
            || (Given(Origin) is not null && !Enum.TryParse(Origin, true, out origin))
            || !TryDay(Since, out var since) || !TryDay(Until, out var until))
        {
            return null;
        }

        return new ActivityQuery
        {
            Module = Given(Module),
            Origin = Given(Origin) is null ? null : origin,
            Action = Given(Action),
            Actor = Given(Actor),
            Target = Given(Target),
            Resource = Given(Resource),
            Since = since,
            Until = until?.AddDays(1), // the day named is part of it
            Cursor = cursor,
        };
    }

    public override string ToString() => QueryHelpers.AddQueryString("/admin/activity", new Dictionary<string, string?>
    {
        ["module"] = Given(Module),
        ["origin"] = Given(Origin),
        ["action"] = Given(Action),
        ["actor"] = Given(Actor),
        ["target"] = Given(Target),
        ["resource"] = Given(Resource),
        ["since"] = Given(Since),
        ["until"] = Given(Until),
        ["cursor"] = Cursor,
    }.Where(pair => pair.Value is not null));

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static bool TryDay(string? text, out DateTimeOffset? day)
    {
        day = null;

        if (Given(text) is null)
        {
            return true;
        }

        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return false;
        }

        day = new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero);

        return true;
    }
}
