using NotifyPortal.Api;
using NotifyPortal.Notifications;

namespace NotifyPortal.Admin.Api;

/// <summary><c>/api/v1/admin/stats</c>: the overview's figures.</summary>
internal static class StatsApi
{
    public static void Map(RouteGroupBuilder admin) => admin
        .MapGet("stats", async (AdminStats stats, Connections connections, CancellationToken cancellationToken) =>
        {
            var totals = await stats.TotalsAsync(cancellationToken);
            var byType = await stats.ByTypeAsync(cancellationToken);

            return TypedResults.Ok(new StatsDto(
                totals.Total, totals.Unread, totals.Dismissed, byType.ToDictionary(t => t.Type, t => t.Count, StringComparer.Ordinal),
                await stats.CreatedPerHourAsync(cancellationToken: cancellationToken), (await connections.CountAsync(cancellationToken)).All));
        })
        .RequireScope(Scopes.Admin)
        .WithSummary("Figures over all users");
}

/// <summary>The overview's figures.</summary>
/// <param name="ByType">The key "" stands for none.</param>
/// <param name="CreatedPerHour">The last 24 hours, the oldest first.</param>
/// <param name="Connections">Connected pages and open streams, of all replicas.</param>
public sealed record StatsDto(
    long Total, long Unread, long Dismissed, IReadOnlyDictionary<string, long> ByType, IReadOnlyList<CreatedIn> CreatedPerHour, int Connections);
