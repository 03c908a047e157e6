using Microsoft.Extensions.Diagnostics.HealthChecks;
using NotifyPortal.Data;

namespace NotifyPortal.Api.Telemetry;

/// <summary>Whether the store answers. A full disk is no reason to send nobody here any more: everything can still be read.</summary>
internal sealed class StoreHealth(StoreReader reader) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        // What is thrown makes it unhealthy, and the log says why.
        await reader.ReadAsync(sql => sql.QueryAsync($"""SELECT "Value" FROM "Sequences" """, row => row.Number(), cancellationToken)).WaitAsync(cancellationToken);

        return HealthCheckResult.Healthy();
    }
}
