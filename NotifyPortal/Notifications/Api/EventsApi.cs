using System.Text.Json;
using NotifyPortal.Accounts;
using NotifyPortal.Activities;
using NotifyPortal.Api;
using NotifyPortal.Api.Idempotency;
using NotifyPortal.Data;

namespace NotifyPortal.Notifications.Api;

/// <summary>
/// <c>/api/v1/events</c>: CloudEvents 1.0 become activities. An event is recorded once for its source and id, for as long as the activity
/// is kept; members that mean nothing to us are none of our business.
/// </summary>
internal static class EventsApi
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapApi("events")
        .MapPost("", RecordAsync)
        .RequireScope(Scopes.ActivitiesWrite)
        .WithSummary("Record a CloudEvent, or a batch of at most 1,000, all or none; who it concerns is notified")
        .Produces<ActivityAnswer>(StatusCodes.Status202Accepted)
        .AnswersMany()
        .AddOpenApiOperationTransformer(CloudEventDto.DescribeAsync);

    private static async Task<IResult> RecordAsync(CloudEventBody body, Caller caller, OnceOnly once, ActivityLog log, AccountDirectory accounts)
    {
        var errors = body.Errors;
        List<CloudEvent> events = errors.Any ? []
            : body.Root.ValueKind == JsonValueKind.Array ? [.. ActivityRecording.Elements(body.Root, errors).SelectMany((item, i) => Read(item, $"[{i}]", errors))]
            : [.. Read(body.Root, "", errors)];

        return errors.Any
            ? errors.ToProblem()
            : await ActivityRecording.RecordAsync(
                [.. events.Select(e => (e.Activity, (string?)e.SourceKey))], body.Root.ValueKind == JsonValueKind.Array, caller, once, log, accounts);
    }

    private static IEnumerable<CloudEvent> Read(JsonElement item, string path, InputErrors errors) =>
        JsonFields.Of(item, path, errors, open: true) is { } fields ? [CloudEvent.Read(fields)] : [];
}
