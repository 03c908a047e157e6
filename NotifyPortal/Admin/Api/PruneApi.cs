using Microsoft.AspNetCore.Http.HttpResults;
using NotifyPortal.Accounts;
using NotifyPortal.Api;
using NotifyPortal.Data;
using NotifyPortal.Notifications.Retention;

namespace NotifyPortal.Admin.Api;

/// <summary><c>/api/v1/admin/prune</c>: remove what is too old, now.</summary>
internal static class PruneApi
{
    public static void Map(RouteGroupBuilder admin) => admin.MapPost("prune", PruneAsync).RequireScope(Scopes.Admin).Reads<PruneRequest>()
        .WithSummary("Remove what is too old, or count it").ProducesValidationProblem();

    private static async Task<Results<Ok<PruneAnswer>, ValidationProblem>> PruneAsync(
        JsonBody body, Caller caller, RetentionService retention, AccountDirectory accounts)
    {
        var errors = new InputErrors();

        if (PruneRequest.Read(body, errors) is not { } request)
        {
            return errors.ToProblem();
        }

        var result = await retention.PruneAsync(request.Days, request.DryRun == true, await ApiActor.OfAsync(caller, accounts));

        return TypedResults.Ok(new PruneAnswer(result.Notifications, result.Activities, result.Messages));
    }
}

/// <summary>How to prune.</summary>
/// <param name="Days">In place of the configured days a notification is kept, for this run; everything else applies.</param>
/// <param name="DryRun">Only counts.</param>
public sealed record PruneRequest(int? Days, bool? DryRun)
{
    internal static PruneRequest? Read(JsonBody body, InputErrors errors)
    {
        var fields = JsonFields.Of(body.Root, "", errors);
        var request = new PruneRequest(fields?.Whole("days", 1, RetentionOptions.MostDays), fields?.Flag("dryRun"));
        fields?.Close();

        return errors.Any ? null : request;
    }
}

/// <summary>How many were removed, or would be.</summary>
public sealed record PruneAnswer(int Notifications, int Activities, int Messages);
