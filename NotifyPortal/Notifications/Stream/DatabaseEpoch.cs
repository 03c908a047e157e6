using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using NotifyPortal.Data;

namespace NotifyPortal.Notifications.Stream;

/// <summary>The database's own name: numbers of another database, or of one from before a backup was restored, mean nothing in it.</summary>
internal sealed class DatabaseEpoch(StoreWriter writer, IDbContextFactory<PortalDbContext> contexts)
{
    // A backup there has the row as well, and a standby that takes over: its name is not all that makes a database this one. The row's transaction
    // tells it from the same row restored here, the timeline from one that a backup or a standby has gone on with.
    private const string Place =
        """
        SELECT concat_ws('/', s.xmin, (SELECT oid FROM pg_database WHERE datname = current_database()), (SELECT system_identifier FROM pg_control_system()),
            left(pg_walfile_name(pg_current_wal_lsn()), 8)) FROM "Sequences" AS s WHERE s."Name" = {0}
        """;

    /// <summary>The epoch, and the last number that is committed.</summary>
    public async Task<(long Epoch, long Number)> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var values = await db.Set<Sequence>().AsNoTracking().ToDictionaryAsync(s => s.Name, s => s.Value, cancellationToken);
        var name = values.TryGetValue(Sequence.Epoch, out var known) ? known : await BeginAsync(cancellationToken);

        return (await InPlaceAsync(db.Sql, name, cancellationToken), values[Sequence.Positions]);
    }

    private static async Task<long> InPlaceAsync(Sql sql, long name, CancellationToken cancellationToken)
    {
        if (sql.IsSqlite)
        {
            return name; // a copy has none
        }

        var place = await sql.QueryAsync(FormattableStringFactory.Create(Place, Sequence.Epoch), row => row.Text(), cancellationToken);

        return (name ^ BitConverter.ToInt64(SHA256.HashData(Encoding.UTF8.GetBytes(place.Single())))) & long.MaxValue;
    }

    private Task<long> BeginAsync(CancellationToken cancellationToken) => writer.WriteAsync(async (db, token) =>
    {
        var known = await db.Set<Sequence>().AsNoTracking().FirstOrDefaultAsync(s => s.Name == Sequence.Epoch, token);

        if (known is null)
        {
            known = new Sequence { Name = Sequence.Epoch, Value = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(8)) & long.MaxValue };
            db.Add(known);
        }

        return known.Value;
    }, cancellationToken);
}
