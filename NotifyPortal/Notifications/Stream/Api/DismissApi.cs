using Microsoft.AspNetCore.Http.Features;
using NotifyPortal.Api;

namespace NotifyPortal.Notifications.Stream.Api;

/// <summary><c>DELETE /notifications/{id}</c> and <c>/notifications/group/{group}</c>: what a page that shows a stream's toasts does when one is closed.</summary>
internal static class DismissApi
{
    private const string GroupPath = "/notifications/group/";

    public static void Map(IEndpointRouteBuilder routes)
    {
        // The value is read from the address as it was sent: routing leaves %2F in it, and cannot tell it from a %252F.
        routes.MapDelete(GroupPath + "{**group}", DismissGroupAsync).RequireScopeOrBrowser(Scopes.InboxWrite).ExcludeFromDescription();
        routes.MapDelete("/notifications/{id}", DismissAsync).RequireScopeOrBrowser(Scopes.InboxWrite).ExcludeFromDescription();
    }

    private static async Task<IResult> DismissAsync(string id, HttpContext context, StreamCallers callers, Inboxes inboxes)
    {
        var outcome = DismissOutcome.NotFound;

        if (ApiGroup.ParseId(id) is { } number)
        {
            foreach (var inbox in Of(context, callers, inboxes))
            {
                outcome = outcome == DismissOutcome.NotFound ? (await inbox.DismissAsync(number)).Outcome : outcome;
            }
        }

        return Answer(outcome, new DismissedDto(id));
    }

    private static async Task<IResult> DismissGroupAsync(HttpContext context, StreamCallers callers, Inboxes inboxes)
    {
        var group = GroupIn(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        var outcomes = new List<DismissOutcome>();

        foreach (var inbox in Of(context, callers, inboxes))
        {
            outcomes.Add((await inbox.DismissGroupAsync(group)).Outcome);
        }

        return Answer(
            outcomes.Contains(DismissOutcome.Dismissed) ? DismissOutcome.Dismissed
            : outcomes.Contains(DismissOutcome.NotDismissible) ? DismissOutcome.NotDismissible
            : DismissOutcome.NotFound, new DismissedGroupDto(group));
    }

    private static IEnumerable<Inbox> Of(HttpContext context, StreamCallers callers, Inboxes inboxes)
    {
        var audience = callers.Of(context, issue: false);

        if (audience.UserId is { } user)
        {
            yield return inboxes.Of(user);
        }

        if (audience.SessionId is { } session)
        {
            yield return inboxes.OfSession(session);
        }
    }

    private static string GroupIn(string target)
    {
        var path = target.Split('?')[0];

        return Uri.UnescapeDataString(path[(path.IndexOf(GroupPath, StringComparison.OrdinalIgnoreCase) + GroupPath.Length)..]);
    }

    private static IResult Answer<T>(DismissOutcome outcome, T dismissed) => outcome switch
    {
        DismissOutcome.Dismissed => TypedResults.Ok(dismissed),
        DismissOutcome.NotFound => TypedResults.NotFound(new StreamErrorDto("not found")),
        _ => TypedResults.Conflict(new StreamErrorDto("notification is not dismissible")),
    };
}
