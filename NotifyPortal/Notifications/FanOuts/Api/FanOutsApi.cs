using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using NotifyPortal.Api;

namespace NotifyPortal.Notifications.FanOuts.Api;

/// <summary><c>/api/v1/fan-outs</c>: how far a large sending has come. The sender's own, an admin's all.</summary>
internal static class FanOutsApi
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapApi("fan-outs")
        .MapGet("{id}", FindAsync).RequireScope(Scopes.NotificationsSend)
        .WithSummary("How far a large sending has come").ProducesProblem(StatusCodes.Status404NotFound);

    /// <summary>Where one is found.</summary>
    public static string PathOf(long id) => string.Create(CultureInfo.InvariantCulture, $"/api/v1/fan-outs/{id}");

    private static async Task<Results<Ok<FanOutDto>, NotFound>> FindAsync(string id, Caller caller, FanOutService fanOuts, CancellationToken cancellationToken) =>
        ApiGroup.ParseId(id) is { } number
            && await fanOuts.FindAsync(new SenderRef(caller.KeyName ?? Message.Portal, caller.Admin), number, cancellationToken) is { } fanOut
            ? TypedResults.Ok(FanOutDto.From(fanOut))
            : TypedResults.NotFound();
}

/// <summary>How far a large sending has come. In the end created, folded and skipped add up to the total.</summary>
public sealed record FanOutDto(string MessageId, FanOutState State, int Total, int Created, int Folded, int Skipped)
{
    internal static FanOutDto From(FanOut fanOut) => new(
        fanOut.MessageId.ToString(CultureInfo.InvariantCulture), fanOut.State, fanOut.Total, fanOut.Created, fanOut.Folded, fanOut.Skipped);
}
