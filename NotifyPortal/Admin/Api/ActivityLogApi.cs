using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using NotifyPortal.Activities;
using NotifyPortal.Api;
using NotifyPortal.Data;
using NotifyPortal.Notifications.Api;

namespace NotifyPortal.Admin.Api;

/// <summary><c>/api/v1/admin/activities</c>: the log.</summary>
internal static class ActivityLogApi
{
    public static void Map(RouteGroupBuilder admin) => admin
        .MapGet("activities", ListAsync)
        .RequireScope(Scopes.Admin)
        .WithSummary("The activity log, newest first")
        .ProducesValidationProblem()
        .Takes(("module", "a module"), ("origin", "auto, manual, cron or script"), ("action", "an action, or a family: post.*"),
            ("actor", "a user id or a name"), ("target", "a user id or a name"), ("resource", "a type, or type/id"),
            ("since", "the earliest time, inclusive"), ("until", "the latest time, exclusive"),
            ("limit", "1 to 100, 25 by default"), ("cursor", "nextCursor or previousCursor of another page"));

    private static async Task<Results<Ok<PageDto<ActivityDto>>, ValidationProblem>> ListAsync(
        HttpRequest request, ActivityLog log, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var fields = new QueryFields(request.Query, errors);
        var query = new ActivityQuery
        {
            Module = fields.Text("module"),
            Origin = fields.OneOf<ActivityOrigin>("origin"),
            Action = fields.Text("action"),
            Actor = fields.Text("actor"),
            Target = fields.Text("target"),
            Resource = fields.Text("resource"),
            Since = fields.Time("since"),
            Until = fields.Time("until"),
            Limit = fields.Limit(),
            Cursor = fields.Cursor(),
        };
        fields.Close();

        if (query.Since > query.Until)
        {
            errors.Add("since", "must not be after until");
        }

        return errors.Any
            ? errors.ToProblem()
            : TypedResults.Ok(PageDto.From((await log.ListAsync(query, cancellationToken)).Select(ActivityDto.From)));
    }
}

/// <summary>An entry of the log.</summary>
public sealed record ActivityDto(
    string Id, string Action, string Module, ActivityOrigin Origin, ActorDto? Actor, ActorDto? Target, ResourceDto? Resource,
    JsonElement? Metadata, DateTimeOffset OccurredAt, DateTimeOffset RecordedAt)
{
    internal static ActivityDto From(ActivityEntry entry) => new(
        entry.Id.ToString(CultureInfo.InvariantCulture), entry.Action, entry.Module, entry.Origin, ActorDto.From(entry.Actor),
        entry.TargetName is null ? null : new ActorDto(entry.TargetId, entry.TargetName),
        ItemDto.ResourceOf(entry), ItemDto.Json(entry.Metadata), entry.OccurredAt, entry.RecordedAt);
}
