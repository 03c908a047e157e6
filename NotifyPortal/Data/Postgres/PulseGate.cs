using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace NotifyPortal.Data.Postgres;

/// <summary>Refuses at once what would only wait for a server that is silent.</summary>
internal sealed class PulseGate(PostgresPulse pulse) : DbConnectionInterceptor
{
    public override InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
    {
        Require();

        return result;
    }

    public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        Require();

        return ValueTask.FromResult(result);
    }

    private void Require()
    {
        if (pulse.IsSilent)
        {
            throw new NpgsqlException("The database server does not answer.");
        }
    }
}
