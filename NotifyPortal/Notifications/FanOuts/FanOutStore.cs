using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NotifyPortal.Data;

namespace NotifyPortal.Notifications.FanOuts;

/// <summary>The statements of a large sending, each inside the caller's transaction.</summary>
internal static class FanOutStore
{
    /// <summary>So many are told in one transaction.</summary>
    public const int ChunkSize = 1000;

    /// <summary>Stores the job with whom it is for.</summary>
    public static async Task<long> AcceptAsync(PortalDbContext db, Message message, Crowd crowd, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var session = crowd.Session is null ? [] : await Addressee.AtAsync(db, [crowd.Session], cancellationToken);
        List<int> numbers = [.. crowd.Numbers, .. session.Select(one => one.Number)];
        var fanOut = new FanOut
        {
            MessageId = message.Id,
            Total = numbers.Count + crowd.Outcomes.Count,
            Skipped = crowd.Outcomes.Count,
            AcceptedAt = now,
        };
        db.Add(fanOut);
        await db.SaveChangesAsync(cancellationToken);

        foreach (var (i, chunk) in numbers.Chunk(ChunkSize).Index())
        {
            await db.Sql.ExecuteAsync(
                $"""INSERT INTO "FanOutChunks" ("FanOutId", "Number", "Recipients") VALUES ({fanOut.Id}, {i}, {JsonSerializer.Serialize(chunk)})""", cancellationToken);
        }

        return fanOut.Id;
    }

    /// <summary>Takes the next chunk out of what is left.</summary>
    /// <returns>The numbers in it, in order, and whether more are left; null: none was.</returns>
    public static async Task<(int[] Numbers, bool More)?> TakeAsync(PortalDbContext db, long fanOutId, CancellationToken cancellationToken)
    {
        var taken = await db.Sql.QueryAsync(
            $"""
            DELETE FROM "FanOutChunks" WHERE "FanOutId" = {fanOutId} AND "Number" = (SELECT min("Number") FROM "FanOutChunks" WHERE "FanOutId" = {fanOutId})
            RETURNING "Recipients", (SELECT count(*) > 0 FROM "FanOutChunks" AS c WHERE c."FanOutId" = {fanOutId} AND c."Number" > "FanOutChunks"."Number")
            """, row => (JsonSerializer.Deserialize<int[]>(row.Text())!, row.Flag()), cancellationToken);

        return taken.Count == 0 ? null : taken[0];
    }

    /// <summary>Adds what a chunk came to; the last one ends the job.</summary>
    public static Task CountAsync(PortalDbContext db, long fanOutId, int created, int folded, int skipped, DateTimeOffset? ended, CancellationToken cancellationToken) =>
        db.Sql.ExecuteAsync(
            $"""
            UPDATE "FanOuts" SET "Created" = "Created" + {created}, "Folded" = "Folded" + {folded}, "Skipped" = "Skipped" + {skipped},
                "State" = {(ended is null ? nameof(FanOutState.Running) : nameof(FanOutState.Done))}, "EndedAt" = {ended}
            WHERE "Id" = {fanOutId}
            """, cancellationToken);

    /// <summary>Ends the message's job, if one is running: whoever is still in the list is skipped.</summary>
    /// <returns>How many these are; null: none was running.</returns>
    public static async Task<int?> StopAsync(
        PortalDbContext db, long messageId, DateTimeOffset now, CancellationToken cancellationToken, FanOutState state = FanOutState.Stopped)
    {
        if (await db.Set<FanOut>().AsNoTracking().FirstOrDefaultAsync(f => f.MessageId == messageId && f.EndedAt == null, cancellationToken) is not { } fanOut)
        {
            return null;
        }

        await db.Set<FanOutChunk>().Where(c => c.FanOutId == fanOut.Id).ExecuteDeleteAsync(cancellationToken);
        var rest = fanOut.Total - fanOut.Created - fanOut.Folded - fanOut.Skipped;
        await db.Set<FanOut>().Where(f => f.Id == fanOut.Id).ExecuteUpdateAsync(set => set
            .SetProperty(f => f.Skipped, f => f.Skipped + rest)
            .SetProperty(f => f.State, state)
            .SetProperty(f => f.EndedAt, now), cancellationToken);

        return rest;
    }
}
