using Microsoft.AspNetCore.Http.HttpResults;
using NotifyPortal.Api;
using NotifyPortal.Data;
using NotifyPortal.Notifications.Types;

namespace NotifyPortal.Notifications.Api;

/// <summary><c>/api/v1/inbox</c>, reading: the caller's own and nobody else's.</summary>
internal static class InboxApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var inbox = routes.MapApi("inbox");

        inbox.MapGet("", ListAsync).RequireScope(Scopes.InboxRead).WithSummary("One page, newest first").ProducesValidationProblem()
            .Takes(("status", "all or unread"), ("dismissed", "exclude, only or include"), ("type", "a type's key; its sub-types belong to it"),
                ("order", "newest or unread-first"), ("limit", "1 to 100, 25 by default"), ("cursor", "nextCursor or previousCursor of another page"));
        inbox.MapGet("unread-count", CountAsync).RequireScope(Scopes.InboxRead).WithSummary("The badge's number");
        inbox.MapGet("{id}", FindAsync).RequireScope(Scopes.InboxRead).WithSummary("One notification").ProducesProblem(StatusCodes.Status404NotFound);
        InboxChangesApi.Map(inbox);
    }

    /// <summary>Notes a type that no registered one and none of the caller's own has.</summary>
    public static async Task CheckTypeAsync(string? type, NotificationTypeRegistry types, Inbox inbox, InputErrors errors, CancellationToken cancellationToken)
    {
        if (type is not null && types.Find(type) is null
            && (await inbox.ListAsync(new InboxQuery { Type = type, Dismissed = DismissedFilter.Include, Limit = 1 }, cancellationToken)).Page.Total == 0)
        {
            errors.Add("type", "is not a type there is");
        }
    }

    private static async Task<Results<Ok<InboxPageDto>, ValidationProblem>> ListAsync(
        HttpRequest request, Caller caller, Inboxes inboxes, NotificationTypeRegistry types, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var inbox = inboxes.Of(caller.UserId!);
        var query = ReadQuery(new QueryFields(request.Query, errors), errors);
        await CheckTypeAsync(query.Type, types, inbox, errors, cancellationToken);

        return errors.Any ? errors.ToProblem() : TypedResults.Ok(InboxPageDto.From(await inbox.ListAsync(query, cancellationToken)));
    }

    private static InboxQuery ReadQuery(QueryFields fields, InputErrors errors)
    {
        var query = new InboxQuery
        {
            Status = fields.OneOf("status", InboxStatus.All),
            Dismissed = fields.OneOf("dismissed", DismissedFilter.Exclude),
            Type = fields.Text("type"),
            Order = fields.OneOf("order", InboxOrder.Newest),
            Limit = fields.Limit(),
            Cursor = fields.Cursor(),
        };

        if (fields.Text("q") is not null)
        {
            errors.Add("q", "is not available yet, it comes later");
        }

        fields.Close();

        return query;
    }

    private static async Task<Ok<UnreadCountDto>> CountAsync(Caller caller, Inboxes inboxes, CancellationToken cancellationToken)
    {
        var byType = await inboxes.Of(caller.UserId!).CountUnreadByTypeAsync(cancellationToken);

        return TypedResults.Ok(new UnreadCountDto(byType.Values.Sum(), byType)); // one read: the parts always make the whole
    }

    private static async Task<Results<Ok<ItemDto>, NotFound>> FindAsync(string id, Caller caller, Inboxes inboxes, CancellationToken cancellationToken) =>
        ApiGroup.ParseId(id) is { } number && await inboxes.Of(caller.UserId!).FindAsync(number, cancellationToken) is { } view
            ? TypedResults.Ok(ItemDto.From(view))
            : TypedResults.NotFound();
}
