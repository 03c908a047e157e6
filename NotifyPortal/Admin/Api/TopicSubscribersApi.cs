using Microsoft.AspNetCore.Http.HttpResults;
using NotifyPortal.Accounts;
using NotifyPortal.Api;
using NotifyPortal.Data;
using NotifyPortal.Notifications.Api;
using NotifyPortal.Notifications.Topics;
using NotifyPortal.Notifications.Topics.Api;

namespace NotifyPortal.Admin.Api;

/// <summary><c>/api/v1/admin/topics/{topic}/subscribers</c>: who is subscribed, and changing that for others.</summary>
internal static class TopicSubscribersApi
{
    public static void Map(RouteGroupBuilder admin)
    {
        admin.MapGet("topics/{topic}/subscribers", ListAsync).RequireScope(Scopes.Admin).WithSummary("Who is subscribed, the latest first")
            .ProducesValidationProblem().Takes(("limit", "1 to 100, 25 by default"), ("cursor", "nextCursor or previousCursor of another page"));
        admin.MapPut("topics/{topic}/subscribers/{user}", SubscribeAsync).RequireScope(Scopes.Admin).WithSummary("Subscribe a user (id or e-mail address)").Produces(StatusCodes.Status204NoContent)
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound);
        admin.MapDelete("topics/{topic}/subscribers/{user}", UnsubscribeAsync).RequireScope(Scopes.Admin).WithSummary("Unsubscribe a user").Produces(StatusCodes.Status204NoContent)
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<PageDto<SubscriberDto>>, ValidationProblem>> ListAsync(
        string topic, HttpRequest request, Topics topics, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var fields = new QueryFields(request.Query, errors);
        var (limit, cursor) = (fields.Limit(), fields.Cursor());
        fields.Close();

        if (TopicsApi.NameIn(topic, errors) is not { } name)
        {
            return errors.ToProblem();
        }

        var page = await topics.SubscribersAsync(name, cursor, limit, cancellationToken);

        return TypedResults.Ok(PageDto.From(page.Select(s => new SubscriberDto(s.Account.Id, s.Account.Name, s.Account.Email, s.Since))));
    }

    private static Task<IResult> SubscribeAsync(string topic, string user, Topics topics, AccountDirectory accounts) =>
        ChangeAsync(topic, user, accounts, topics.SubscribeAsync);

    private static Task<IResult> UnsubscribeAsync(string topic, string user, Topics topics, AccountDirectory accounts) =>
        ChangeAsync(topic, user, accounts, topics.UnsubscribeAsync);

    private static async Task<IResult> ChangeAsync(string topic, string user, AccountDirectory accounts, Func<string, string, CancellationToken, Task<bool>> change)
    {
        var errors = new InputErrors();

        if (TopicsApi.NameIn(topic, errors) is not { } name)
        {
            return errors.ToProblem();
        }

        if (await accounts.FindAsync(user) is not { } account)
        {
            return TypedResults.Problem("There is no such user.", statusCode: StatusCodes.Status404NotFound);
        }

        await change(account.Id, name, CancellationToken.None);

        return TypedResults.NoContent();
    }
}

/// <summary>A subscriber.</summary>
/// <param name="Since">When the subscription began.</param>
public sealed record SubscriberDto(string Id, string Name, string Email, DateTimeOffset Since);
