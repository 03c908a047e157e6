using System.Text.Json;
using NotifyPortal.Accounts;
using NotifyPortal.Activities;
using NotifyPortal.Api;
using NotifyPortal.Api.Idempotency;
using NotifyPortal.Data;

namespace NotifyPortal.Notifications.Api;

/// <summary>
/// <c>/api/v1/activities</c>: tell the portal what happened. It stands here and not with the log, because the answer says what became of
/// the notifications, and because <c>notification</c> is checked by their rules.
/// </summary>
internal static class ActivitiesApi
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapApi("activities")
        .MapPost("", RecordAsync)
        .RequireScope(Scopes.ActivitiesWrite)
        .Reads<ActivityRequest>("""
            {"action": "post.commented", "actor": "octocat", "target": "alice@example.org", "resource": {"type": "post", "id": "42"},
             "notification": {"title": "octocat commented", "text": "Looks good to me.", "link": "/"}}
            """, many: true)
        .WithSummary("Record an activity, or an array of at most 1,000, all or none; who it concerns is notified")
        .Produces<ActivityAnswer>(StatusCodes.Status202Accepted)
        .AnswersMany();

    private static async Task<IResult> RecordAsync(
        JsonBody body, Caller caller, OnceOnly once, ActivityLog log, AccountDirectory accounts)
    {
        var errors = new InputErrors();
        var many = body.Root.ValueKind == JsonValueKind.Array;
        var requests = many ? ReadMany(body.Root, errors) : [.. Read(body.Root, "", errors)];

        if (errors.Any)
        {
            return errors.ToProblem();
        }

        return await ActivityRecording.RecordAsync([.. requests.Select((r, i) => (r, once.SourceKey(i)))], many, caller, once, log, accounts);
    }

    private static List<ActivityRequest> ReadMany(JsonElement array, InputErrors errors) =>
        [.. ActivityRecording.Elements(array, errors).SelectMany((item, i) => Read(item, $"[{i}]", errors))];

    private static IEnumerable<ActivityRequest> Read(JsonElement item, string path, InputErrors errors) =>
        JsonFields.Of(item, path, errors) is { } fields ? [ActivityRequest.Read(fields)] : [];
}
