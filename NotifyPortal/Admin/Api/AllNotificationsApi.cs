using Microsoft.AspNetCore.Http.HttpResults;
using NotifyPortal.Accounts;
using NotifyPortal.Api;
using NotifyPortal.Data;
using NotifyPortal.Notifications;
using NotifyPortal.Notifications.Api;
using NotifyPortal.Notifications.Types;

namespace NotifyPortal.Admin.Api;

/// <summary><c>/api/v1/admin/notifications</c>: everybody's.</summary>
internal static class AllNotificationsApi
{
    public static void Map(RouteGroupBuilder admin) => admin
        .MapGet("notifications", ListAsync)
        .RequireScope(Scopes.Admin)
        .WithSummary("The notifications of all users, newest first")
        .ProducesValidationProblem()
        .Takes(("user", "a user id or e-mail address"), ("type", "a type's key; its sub-types belong to it"), ("status", "all or unread"),
            ("dismissed", "include, exclude or only"), ("limit", "1 to 100, 25 by default"), ("cursor", "nextCursor or previousCursor of another page"));

    private static async Task<Results<Ok<PageDto<ItemDto>>, ValidationProblem>> ListAsync(
        HttpRequest request, AllNotifications notifications, AccountDirectory accounts, NotificationTypeRegistry types, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var fields = new QueryFields(request.Query, errors);
        var user = fields.Text("user") is { } given ? await FindAsync(given, accounts, errors, cancellationToken) : null;
        var query = new AllNotificationsQuery
        {
            UserId = user?.Id,
            Type = fields.Text("type"),
            Status = fields.OneOf("status", InboxStatus.All),
            Dismissed = fields.OneOf("dismissed", DismissedFilter.Include),
            Limit = fields.Limit(),
            Cursor = fields.Cursor(),
        };
        fields.Close();

        if (query.Type is not null && types.Find(query.Type) is null
            && (await notifications.ListAsync(new AllNotificationsQuery { Type = query.Type, Limit = 1 }, cancellationToken)).Total == 0)
        {
            errors.Add("type", "is not a type there is");
        }

        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var page = await notifications.ListAsync(query, cancellationToken);

        return TypedResults.Ok(PageDto.From(page.Select(Item)));
    }

    private static async Task<AccountRef?> FindAsync(string given, AccountDirectory accounts, InputErrors errors, CancellationToken cancellationToken)
    {
        var account = await accounts.FindAsync(given, cancellationToken);

        if (account is null)
        {
            errors.Add("user", "is not an account");
        }

        return account;
    }

    private static ItemDto Item(RecipientNotification row) => ItemDto.From(row.Notification) with
    {
        Recipient = new RecipientDto(row.Recipient.Id, row.Recipient.Name, row.Recipient.Email),
    };
}
