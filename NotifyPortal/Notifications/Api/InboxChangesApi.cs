using Microsoft.AspNetCore.Http.HttpResults;
using NotifyPortal.Api;
using NotifyPortal.Data;
using NotifyPortal.Notifications.Types;

namespace NotifyPortal.Notifications.Api;

/// <summary><c>/api/v1/inbox</c>, changing: one by its id, or many at once.</summary>
internal static class InboxChangesApi
{
    public static void Map(RouteGroupBuilder inbox)
    {
        MapChange(inbox, "seen", "Mark it seen", (mine, id) => mine.MarkSeenAsync(id));
        MapChange(inbox, "unseen", "Take \"seen\" back", (mine, id) => mine.MarkUnseenAsync(id));
        MapChange(inbox, "restore", "Bring a dismissed one back, as read", (mine, id) => mine.RestoreAsync(id));
        inbox.MapPost("{id}/dismiss", DismissAsync)
            .RequireScope(Scopes.InboxWrite)
            .WithSummary("Take it out of the inbox")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        inbox.MapPost("undo", UndoAsync)
            .RequireScope(Scopes.InboxWrite)
            .Reads<UndoRequest>("""{"undoToken": "17"}""")
            .WithSummary("Take a change back, within ten seconds")
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status410Gone);
        MapBulk(inbox, "seen", "Mark many seen", (mine, selection) => mine.MarkAllSeenAsync(selection));
        MapBulk(inbox, "dismiss", "Dismiss many", (mine, selection) => mine.DismissAllAsync(selection));
    }

    private static void MapChange(RouteGroupBuilder inbox, string verb, string summary, Func<Inbox, long, Task<NotificationView?>> change) => inbox
        .MapPost($"{{id}}/{verb}", async Task<Results<Ok<ItemDto>, NotFound>> (string id, Caller caller, Inboxes inboxes) =>
            ApiGroup.ParseId(id) is { } number && await change(inboxes.Of(caller.UserId!), number) is { } view
                ? TypedResults.Ok(ItemDto.From(view))
                : TypedResults.NotFound())
        .RequireScope(Scopes.InboxWrite)
        .WithSummary(summary)
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<ItemDto>, NotFound, ProblemHttpResult>> DismissAsync(string id, Caller caller, Inboxes inboxes)
    {
        var (outcome, item) = ApiGroup.ParseId(id) is { } number ? await inboxes.Of(caller.UserId!).DismissAsync(number) : new(DismissOutcome.NotFound, null);

        return outcome switch
        {
            DismissOutcome.Dismissed => TypedResults.Ok(ItemDto.From(item!)),
            DismissOutcome.NotFound => TypedResults.NotFound(),
            _ => TypedResults.Problem("A timeseries notification goes by itself.", statusCode: StatusCodes.Status409Conflict),
        };
    }

    private static async Task<Results<Ok<CountDto>, ValidationProblem, ProblemHttpResult>> UndoAsync(JsonBody body, Caller caller, Inboxes inboxes)
    {
        var errors = new InputErrors();
        var request = JsonFields.Of(body.Root, "", errors) is { } fields ? UndoRequest.Read(fields) : null;

        if (request is null || errors.Any)
        {
            return errors.ToProblem();
        }

        return await inboxes.Of(caller.UserId!).UndoAsync(request.Number) is { } count
            ? TypedResults.Ok(new CountDto(count))
            : TypedResults.Problem("It is too late to undo this, or there is no such change of yours.", statusCode: StatusCodes.Status410Gone);
    }

    private static void MapBulk(RouteGroupBuilder inbox, string verb, string summary, Func<Inbox, BulkSelection, Task<BulkChange>> change) => inbox
        .MapPost(verb, async Task<Results<Ok<BulkAnswer>, ValidationProblem>> (
            JsonBody body, Caller caller, Inboxes inboxes, NotificationTypeRegistry types, CancellationToken cancellationToken) =>
        {
            var errors = new InputErrors();
            var mine = inboxes.Of(caller.UserId!);
            var request = JsonFields.Of(body.Root, "", errors) is { } fields ? BulkRequest.Read(fields) : null;

            if (request is not null && !errors.Any)
            {
                await CheckAsync(request, mine, types, errors, cancellationToken);
            }

            return errors.Any ? errors.ToProblem() : TypedResults.Ok(BulkAnswer.From(await change(mine, request!.Selection)));
        })
        .RequireScope(Scopes.InboxWrite)
        .Reads<BulkRequest>("""{"upTo": "1042"}""")
        .WithSummary(summary)
        .ProducesValidationProblem();

    private static async Task CheckAsync(BulkRequest request, Inbox mine, NotificationTypeRegistry types, InputErrors errors, CancellationToken cancellationToken)
    {
        await InboxApi.CheckTypeAsync(request.Type, types, mine, errors, cancellationToken);

        if (request.Ids is null)
        {
            return;
        }

        var own = (await mine.FindManyAsync(request.Numbers, cancellationToken)).Select(view => view.Id).ToHashSet();

        foreach (var (i, id) in request.Numbers.Index().Where(id => !own.Contains(id.Item)))
        {
            errors.Add($"ids[{i}]", "is not one of yours");
        }
    }
}
