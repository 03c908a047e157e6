using Microsoft.AspNetCore.Http.HttpResults;
using NotifyPortal.Api;
using NotifyPortal.Data;

namespace NotifyPortal.Notifications.Topics.Api;

/// <summary><c>/api/v1/topics</c>: what the caller is subscribed to.</summary>
internal static class TopicsApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var topics = routes.MapApi("topics");

        topics.MapGet("subscriptions", ListAsync).RequireScope(Scopes.InboxRead).WithSummary("What the caller is subscribed to");
        topics.MapPut("{topic}/subscription", SubscribeAsync).RequireScope(Scopes.InboxWrite).WithSummary("Subscribe; a repeat changes nothing")
            .ProducesValidationProblem();
        topics.MapDelete("{topic}/subscription", UnsubscribeAsync).RequireScope(Scopes.InboxWrite).WithSummary("Unsubscribe; a repeat changes nothing")
            .ProducesValidationProblem();
    }

    /// <summary>The name in an address, where a slash arrives as it was written; null with the fault noted.</summary>
    public static string? NameIn(string segment, InputErrors errors)
    {
        var name = Topics.Clean("topic", segment.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase), errors);

        if (name is null && !errors.Any)
        {
            errors.Add("topic", "must not be blank");
        }

        return errors.Any ? null : name;
    }

    private static async Task<Ok<SubscriptionsDto>> ListAsync(Caller caller, Topics topics, CancellationToken cancellationToken) =>
        TypedResults.Ok(new SubscriptionsDto(await topics.ListAsync(caller.UserId!, cancellationToken)));

    private static async Task<Results<NoContent, ValidationProblem>> SubscribeAsync(string topic, Caller caller, Topics topics)
    {
        var errors = new InputErrors();

        if (NameIn(topic, errors) is not { } name)
        {
            return errors.ToProblem();
        }

        await topics.SubscribeAsync(caller.UserId!, name);

        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ValidationProblem>> UnsubscribeAsync(string topic, Caller caller, Topics topics)
    {
        var errors = new InputErrors();

        if (NameIn(topic, errors) is not { } name)
        {
            return errors.ToProblem();
        }

        await topics.UnsubscribeAsync(caller.UserId!, name);

        return TypedResults.NoContent();
    }
}

/// <summary>The topics somebody is subscribed to, by name.</summary>
public sealed record SubscriptionsDto(IReadOnlyList<string> Topics);
