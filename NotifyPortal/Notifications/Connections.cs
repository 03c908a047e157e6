using Microsoft.EntityFrameworkCore;
using NotifyPortal.Data;
using NotifyPortal.Live;

namespace NotifyPortal.Notifications;

/// <summary>How many interactive pages are connected and streams open.</summary>
public sealed record OpenConnections(int Pages, int Streams)
{
    public int All => Pages + Streams;
}

/// <summary>Counts the connections to all replicas: each tells the others its own every two seconds, through the database.</summary>
public sealed class Connections(CircuitCount circuits, StreamCount streams, IDbContextFactory<PortalDbContext> contexts)
{
    /// <summary>This replica's now, and what the others said last. One that has said nothing for ten seconds is gone.</summary>
    public async Task<OpenConnections> CountAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var others = db.Sql.IsSqlite ? [] : await db.Sql.QueryAsync(
            $"""
            SELECT coalesce(sum("Pages"), 0), coalesce(sum("Streams"), 0) FROM "Replicas"
            WHERE "Name" <> current_setting('application_name') AND "At" > now() - interval '10 seconds'
            """, row => new OpenConnections((int)row.Number(), (int)row.Number()), cancellationToken);

        return new OpenConnections(circuits.Pages + others.Sum(o => o.Pages), streams.Open + others.Sum(o => o.Streams));
    }

    /// <summary>Tells the others.</summary>
    internal async Task TellAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        if (!db.Sql.IsSqlite)
        {
            await db.Sql.ExecuteAsync(
                $"""
                DELETE FROM "Replicas" WHERE "At" < now() - interval '1 minute';
                INSERT INTO "Replicas" ("Name", "Pages", "Streams", "At") VALUES (current_setting('application_name'), {circuits.Pages}, {streams.Open}, now())
                ON CONFLICT ("Name") DO UPDATE SET "Pages" = excluded."Pages", "Streams" = excluded."Streams", "At" = excluded."At"
                """, cancellationToken);
        }
    }
}
