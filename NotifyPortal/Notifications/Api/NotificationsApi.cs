using NotifyPortal.Accounts;
using NotifyPortal.Api;
using NotifyPortal.Api.Idempotency;
using NotifyPortal.Data;
using NotifyPortal.Notifications.FanOuts.Api;

namespace NotifyPortal.Notifications.Api;

/// <summary><c>/api/v1/notifications</c>: tell people something.</summary>
internal static class NotificationsApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var notifications = routes.MapApi("notifications");

        Describe(notifications.MapPost("", SendAsync)).WithSummary("Send a notification, at once or later").Produces<SendAnswer>(StatusCodes.Status201Created).Produces<SendAnswer>(StatusCodes.Status202Accepted);
        Describe(notifications.MapPost("preview", PreviewAsync)).WithSummary("Count whom it would reach; nothing is sent").Produces<AudiencePreview>();
        MessagesApi.Map(notifications);
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder endpoint) => endpoint
        .RequireScope(Scopes.NotificationsSend)
        .Reads<NotificationRequest>("""{"recipient": "alice@example.org", "title": "Your order is on its way", "link": "/orders/42", "severity": "success"}""")
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> SendAsync(
        JsonBody body, Caller caller, OnceOnly once, NotificationService notifications, AccountDirectory accounts, TimeProvider clock)
    {
        var errors = new InputErrors();
        var request = Read(body, clock.Now(), errors);
        var known = request is null || errors.Any ? null : await accounts.ResolveAsync(NamesIn(request, caller));

        if (Refuse(request, known, caller, errors) is { } refusal)
        {
            return refusal;
        }

        var result = await notifications.SendAsync(
            request!.Audience, request.ToDraft(known!, caller), caller.KeyName ?? Message.Portal,
            (db, result, token) => result.FanOutId is { } fanOut
                ? once.KeepAsync(db, StatusCodes.Status202Accepted, SendAnswer.From(result), token, FanOutsApi.PathOf(fanOut))
                : once.KeepAsync(db, StatusCodes.Status201Created, SendAnswer.From(result), token));

        return result.FanOutId is { } fanOut
            ? TypedResults.Accepted(FanOutsApi.PathOf(fanOut), SendAnswer.From(result))
            : TypedResults.Created((string?)null, SendAnswer.From(result));
    }

    private static async Task<IResult> PreviewAsync(
        JsonBody body, Caller caller, NotificationService notifications, AccountDirectory accounts, TimeProvider clock, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var request = Read(body, clock.Now(), errors);
        var known = request is null || errors.Any ? null : await accounts.ResolveAsync(NamesIn(request, caller), cancellationToken);

        if (Refuse(request, known, caller, errors) is { } refusal)
        {
            return refusal;
        }

        return TypedResults.Ok(await notifications.PreviewAsync(request!.Audience, request.ToDraft(known!, caller), cancellationToken));
    }

    private static NotificationRequest? Read(JsonBody body, DateTimeOffset now, InputErrors errors)
    {
        var request = JsonFields.Of(body.Root, "", errors) is { } fields ? NotificationRequest.Read(fields) : null;
        DraftRules.CheckTimes(request?.PublishAt, request?.ExpiresAt, now, errors);

        return request;
    }

    private static List<string> NamesIn(NotificationRequest request, Caller caller) =>
        [.. new[] { request.Recipient, request.GivenActor is { MayBeAccount: true } ? request.GivenActor.Name : null, caller.UserId }.OfType<string>().Distinct()];

    private static IResult? Refuse(NotificationRequest? request, IReadOnlyDictionary<string, AccountRef>? accounts, Caller caller, InputErrors errors)
    {
        if (request is null || accounts is null)
        {
            return errors.ToProblem();
        }

        if (!caller.Admin && (request.Role is not null || request.Everyone == true || request.Broadcast == true))
        {
            return TypedResults.Problem($"Sending to a role, to everyone or to all open connections needs the scope {Scopes.Admin} too.", statusCode: StatusCodes.Status403Forbidden);
        }

        if (request.Session is { } session && !BrowserSession.IsId(session))
        {
            return TypedResults.Problem("There is no such session.", statusCode: StatusCodes.Status404NotFound);
        }

        return request.Recipient is { } recipient && accounts.GetValueOrDefault(recipient) is not { Active: true }
            ? TypedResults.Problem("There is no such recipient.", statusCode: StatusCodes.Status404NotFound)
            : null;
    }
}
