using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using NotifyPortal.Api;
using NotifyPortal.Notifications.Api;

namespace NotifyPortal.Notifications.Preferences.Api;

/// <summary><c>/api/v1/inbox/{id}/why</c>.</summary>
internal static class WhyApi
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapApi("inbox")
        .MapGet("{id}/why", FindAsync).RequireScope(Scopes.InboxRead).WithSummary("Why it came").ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<WhyDto>, NotFound>> FindAsync(string id, Caller caller, WhyService why, CancellationToken cancellationToken) =>
        ApiGroup.ParseId(id) is { } number && await why.FindAsync(caller.UserId!, number, cancellationToken) is { } answer
            ? TypedResults.Ok(WhyDto.From(answer))
            : TypedResults.NotFound();
}

/// <summary>Why a notification came.</summary>
/// <param name="Type">Null: it has none and cannot be muted.</param>
/// <param name="Topic">The topic it was sent to, if it was.</param>
/// <param name="Role">The role it was sent to, if it was.</param>
/// <param name="Sender">The name of the API key it came through, or <c>portal</c>.</param>
/// <param name="Activity">The activity it speaks of, if it does.</param>
public sealed record WhyDto(
    WhyRule Rule, string? Type, string? Topic, string? Role, string Sender, ActorDto? Actor, WhyActivityDto? Activity)
{
    internal static WhyDto From(WhyAnswer answer) => new(
        answer.Rule, answer.Type, answer.Topic, answer.Role, answer.Sender, ActorDto.From(answer.Actor),
        answer.Activity is { } activity ? new(activity.Id.ToString(CultureInfo.InvariantCulture), activity.Action, activity.Module, ItemDto.ResourceOf(activity)) : null);
}

/// <summary>What happened.</summary>
public sealed record WhyActivityDto(string Id, string Action, string Module, ResourceDto? Resource);
