using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using NotifyPortal.Activities;
using NotifyPortal.Data;
using NotifyPortal.Notifications.Preferences;

namespace NotifyPortal.Admin;

/// <summary>The filters and place of what was not delivered, as its address carries them.</summary>
public sealed record SkippedAddress(string? Recipient, string? Message, string? Reason, string? Cursor)
{
    /// <summary>What to read, or null when the address says something unknown. The recipient as it stands there: an address is not yet an account.</summary>
    public SkippedQuery? ToQuery()
    {
        PageCursor? cursor = null;
        SkipReason reason = default;
        long message = 0;

        if ((Given(Cursor) is { } text && !PageCursor.TryParse(text, out cursor))
            || (Given(Reason) is { } named && !(Enum.TryParse(named, true, out reason) && Enum.IsDefined(reason)))
            || (Given(Message) is { } id && !long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out message)))
        {
            return null;
        }

        return new SkippedQuery
        {
            Recipient = Given(Recipient),
            MessageId = Given(Message) is null ? null : message,
            Reason = Given(Reason) is null ? null : reason,
            Cursor = cursor,
        };
    }

    public override string ToString() => QueryHelpers.AddQueryString("/admin/skipped", new Dictionary<string, string?>
    {
        ["recipient"] = Given(Recipient),
        ["message"] = Given(Message),
        ["reason"] = Given(Reason)?.ToLowerInvariant(),
        ["cursor"] = Cursor,
    }.Where(pair => pair.Value is not null));

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
