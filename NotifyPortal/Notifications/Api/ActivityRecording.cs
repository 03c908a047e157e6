using System.Text.Json;
using NotifyPortal.Accounts;
using NotifyPortal.Activities;
using NotifyPortal.Api;
using NotifyPortal.Api.Idempotency;
using NotifyPortal.Data;

namespace NotifyPortal.Notifications.Api;

/// <summary>Records what callers report, in whichever form they do, and answers what became of the notifications.</summary>
internal static class ActivityRecording
{
    private const int MaxActivities = 1000;

    /// <summary>An array's elements; none, with the error noted, when there are too few or too many.</summary>
    public static IEnumerable<JsonElement> Elements(JsonElement array, InputErrors errors)
    {
        if (array.GetArrayLength() is > 0 and <= MaxActivities)
        {
            return array.EnumerateArray();
        }

        errors.Add("", $"must be 1 to {MaxActivities}");

        return [];
    }

    /// <summary>Records them in one transaction and tells whom they concern.</summary>
    /// <param name="requests">Each with what its source calls it, if it does.</param>
    /// <param name="many">True when an array was sent: then one is answered.</param>
    public static async Task<IResult> RecordAsync(
        IReadOnlyList<(ActivityRequest Request, string? SourceKey)> requests, bool many, Caller caller, OnceOnly once, ActivityLog log, AccountDirectory accounts)
    {
        // Not the request's token from here on: what is recorded is also told, even when the caller has hung up.
        var known = await accounts.ResolveAsync([.. requests.SelectMany(r => r.Request.Names).Append(caller.UserId ?? "").Distinct()]);
        var drafts = requests.Select(r => r.Request.ToDraft(known, caller, caller.KeyName ?? Message.Portal) with { SourceKey = r.SourceKey });
        var results = await log.RecordManyAsync([.. drafts], once.BeginAsync);
        IReadOnlyList<ActivityAnswer> answers = [.. results.Zip(requests, (result, r) => ActivityAnswer.From(result, r.Request))];

        return many ? TypedResults.Accepted((string?)null, answers) : TypedResults.Accepted((string?)null, answers[0]);
    }
}
