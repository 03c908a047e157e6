using Microsoft.AspNetCore.Http.HttpResults;
using NotifyPortal.Api;
using NotifyPortal.Data;
using NotifyPortal.Notifications.Types;

namespace NotifyPortal.Notifications.Preferences.Api;

/// <summary><c>/api/v1/preferences</c>: what the caller wants to hear of.</summary>
internal static class PreferencesApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var preferences = routes.MapApi("preferences");

        preferences.MapGet("", ReadAsync).RequireScope(Scopes.InboxRead).WithSummary("What holds, for each channel and type");
        preferences.MapPut("", SetAsync).RequireScope(Scopes.InboxWrite).Reads<PreferencesDto>("""{"channels": {"in-app": {"posts.likes": false}}}""").ProducesValidationProblem()
            .WithSummary("Set some of it; answers what holds then");
    }

    private static async Task<Ok<PreferencesDto>> ReadAsync(
        Caller caller, Preferences preferences, NotificationTypeRegistry types, CancellationToken cancellationToken) =>
        TypedResults.Ok(PreferencesDto.From(await preferences.ReadAsync(caller.UserId!, cancellationToken), preferences.Channels, types));

    private static async Task<Results<Ok<PreferencesDto>, ValidationProblem>> SetAsync(
        JsonBody body, Caller caller, Preferences preferences, NotificationTypeRegistry types, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var changes = JsonFields.Of(body.Root, "", errors) is { } fields ? PreferencesDto.Read(fields, preferences.Channels, types) : [];

        if (!errors.Any)
        {
            foreach (var refused in await preferences.SetAsync(caller.UserId!, changes, cancellationToken))
            {
                errors.Add($"channels.{refused.Channel}.{refused.Type}", "is required by an admin and cannot be turned off");
            }
        }

        return errors.Any ? errors.ToProblem() : await ReadAsync(caller, preferences, types, cancellationToken);
    }
}
