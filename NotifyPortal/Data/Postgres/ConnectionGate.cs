using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace NotifyPortal.Data.Postgres;

/// <summary>Refuses at once a connection that would only wait for a server that is silent, or take the place of one that was lost within a transaction.</summary>
internal sealed class ConnectionGate(PostgresPulse pulse) : DbConnectionInterceptor
{
    public override InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
    {
        Require(eventData.Context);

        return result;
    }

    public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        Require(eventData.Context);

        return ValueTask.FromResult(result);
    }

    private void Require(DbContext? context)
    {
        if (pulse.IsSilent)
        {
            throw new NpgsqlException("The database server does not answer.");
        }

        if (context is PostgresPortalDbContext { InTurn: true })
        {
            // On a new connection it would be done and committed by itself, whatever becomes of the rest.
            throw new NpgsqlException("The connection was lost within a transaction.");
        }
    }
}
