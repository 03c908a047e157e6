using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using NotifyPortal.Data;

namespace NotifyPortal.Notifications.Stream;

/// <summary>The database's own name: numbers of another database, or of one from before a backup was restored, mean nothing in it.</summary>
internal sealed class DatabaseEpoch(StoreWriter writer, IDbContextFactory<PortalDbContext> contexts)
{
    /// <summary>The epoch, and the last number that is committed.</summary>
    public async Task<(long Epoch, long Number)> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var values = await db.Set<Sequence>().AsNoTracking().ToDictionaryAsync(s => s.Name, s => s.Value, cancellationToken);

        return (values.TryGetValue(Sequence.Epoch, out var epoch) ? epoch : await BeginAsync(cancellationToken), values[Sequence.Positions]);
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
