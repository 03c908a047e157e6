using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using NotifyPortal.Accounts;
using NotifyPortal.Activities;
using NotifyPortal.Api;
using NotifyPortal.Data;

namespace NotifyPortal.Notifications.Api;

/// <summary><c>/api/v1/notifications</c>, once it is sent: the sender's own messages, an admin's all.</summary>
internal static class MessagesApi
{
    public static void Map(RouteGroupBuilder notifications)
    {
        notifications.MapPost("resolve", ResolveAsync).RequireScope(Scopes.NotificationsSend).Reads<ResolveRequest>("""{"group": "deploy 42"}""")
            .WithSummary("It is over: dismiss what is still shown under a collapse key or group").Produces<ResolveAnswer>()
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound);
        notifications.MapGet("{messageId}", FindAsync).RequireScope(Scopes.NotificationsSend)
            .WithSummary("What has become of a message").ProducesProblem(StatusCodes.Status404NotFound);
        notifications.MapPatch("{messageId}", EditAsync).RequireScope(Scopes.NotificationsSend).Reads<EditRequest>("""{"text": "It arrives tomorrow."}""")
            .WithSummary("Change its words where it is shown").ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound);
        notifications.MapDelete("{messageId}", RetractAsync).RequireScope(Scopes.NotificationsSend)
            .WithSummary("Take it back, everywhere").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ResolveAsync(JsonBody body, Caller caller, NotificationService notifications, AccountDirectory accounts)
    {
        var errors = new InputErrors();
        var request = JsonFields.Of(body.Root, "", errors) is { } fields ? ResolveRequest.Read(fields) : null;

        if (request is null || errors.Any)
        {
            return errors.ToProblem();
        }

        if (request.Recipient is not null && await accounts.FindAsync(request.Recipient) is null)
        {
            return TypedResults.Problem("There is no such recipient.", statusCode: StatusCodes.Status404NotFound);
        }

        return request.Session is { } session && !BrowserSession.IsId(session)
            ? TypedResults.Problem("There is no such session.", statusCode: StatusCodes.Status404NotFound)
            : TypedResults.Ok(new ResolveAnswer(
                await notifications.ResolveAsync(SenderOf(caller), request.CollapseKey, request.Group, request.Recipient, request.Session)));
    }

    private static async Task<Results<Ok<MessageStatusDto>, NotFound>> FindAsync(
        string messageId, Caller caller, NotificationService notifications, CancellationToken cancellationToken) =>
        ApiGroup.ParseId(messageId) is { } id && await notifications.FindStatusAsync(SenderOf(caller), id, cancellationToken) is { } status
            ? TypedResults.Ok(MessageStatusDto.From(status))
            : TypedResults.NotFound();

    private static async Task<Results<Ok<MessageStatusDto>, NotFound, ValidationProblem>> EditAsync(
        string messageId, JsonBody body, Caller caller, NotificationService notifications, TimeProvider clock)
    {
        var errors = new InputErrors();
        var request = JsonFields.Of(body.Root, "", errors) is { } fields ? EditRequest.Read(fields) : null;
        var by = SenderOf(caller);
        var id = ApiGroup.ParseId(messageId);
        DraftRules.CheckTimes(null, request?.ExpiresAt, clock.Now(), errors);

        if (request?.ExpiresAt is { } end && id is not null && (await notifications.FindStatusAsync(by, id.Value))?.PublishAt >= end)
        {
            errors.Add("expiresAt", "must be after publishAt");
        }

        if (request is null || errors.Any)
        {
            return errors.ToProblem();
        }

        return id is not null && await notifications.EditAsync(by, id.Value, request.Edit)
                && await notifications.FindStatusAsync(by, id.Value) is { } status
            ? TypedResults.Ok(MessageStatusDto.From(status))
            : TypedResults.NotFound();
    }

    private static async Task<Results<Ok<RetractAnswer>, NotFound>> RetractAsync(
        string messageId, Caller caller, NotificationService notifications, AccountDirectory accounts)
    {
        if (ApiGroup.ParseId(messageId) is not { } id)
        {
            return TypedResults.NotFound();
        }

        var account = caller.UserId is null ? null : await accounts.FindAsync(caller.UserId);
        var actor = account is null ? new Actor(null, caller.KeyName!) : new Actor(account.Id, account.Name, caller.KeyName);

        return await notifications.RetractAsync(SenderOf(caller), id, actor) is { } count
            ? TypedResults.Ok(new RetractAnswer(count))
            : TypedResults.NotFound();
    }

    private static SenderRef SenderOf(Caller caller) => new(caller.KeyName ?? Message.Portal, caller.Admin);
}

/// <summary>What is over: one of <c>collapseKey</c> and <c>group</c>, for everybody, one recipient or one browser session.</summary>
public sealed record ResolveRequest(string? CollapseKey, string? Group, string? Recipient, string? Session)
{
    internal static ResolveRequest Read(JsonFields fields)
    {
        var errors = fields.Errors;
        var request = new ResolveRequest(
            errors.Line("collapseKey", fields.Text("collapseKey"), 255), errors.Line("group", fields.Text("group"), 255),
            errors.Line("recipient", fields.Text("recipient"), 255), errors.Line("session", fields.Text("session"), 255));
        fields.Close();

        if (request.CollapseKey is null == request.Group is null && !errors.Any)
        {
            errors.Add("collapseKey", "give exactly one of collapseKey and group");
        }

        if (request is { Recipient: not null, Session: not null })
        {
            errors.Add("session", "give recipient or session, not both");
        }

        return request;
    }
}

/// <summary>New words, or a new end; what is left out stays.</summary>
public sealed record EditRequest(string? Title, string? Text, string? Link, string? Icon, DateTimeOffset? ExpiresAt)
{
    internal MessageEdit Edit => new(Title, Text, Link, Icon, ExpiresAt);

    internal static EditRequest Read(JsonFields fields)
    {
        var clean = DraftRules.Clean(
            new NotificationDraft { Title = fields.Text("title"), Text = fields.Text("text"), Link = fields.Text("link"), Icon = fields.Text("icon") }, fields.Errors);
        var expiresAt = fields.Time("expiresAt");
        fields.Close();

        return new EditRequest(clean.Title, clean.Text, clean.Link, clean.Icon, expiresAt);
    }
}

/// <summary>How many were dismissed.</summary>
public sealed record ResolveAnswer(int Resolved);

/// <summary>How many were taken away.</summary>
public sealed record RetractAnswer(int Retracted);

/// <summary>What has become of a message.</summary>
/// <param name="Superseded">How many of its rows have passed to a newer message.</param>
/// <param name="PublishAt">While it waits for its time.</param>
/// <param name="ExpiresAt">Where it has an end.</param>
public sealed record MessageStatusDto(
    int Recipients, int Seen, int Dismissed, int Superseded, IReadOnlyDictionary<string, int> Skipped,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? PublishAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? ExpiresAt)
{
    internal static MessageStatusDto From(MessageStatus status) => new(
        status.Recipients, status.Seen, status.Dismissed, status.Superseded,
        status.Skipped.ToDictionary(s => OutcomeDto.NameOf(s.Key)!, s => s.Value, StringComparer.Ordinal), status.PublishAt, status.ExpiresAt);
}
