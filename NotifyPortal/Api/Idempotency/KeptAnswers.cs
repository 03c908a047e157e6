using Microsoft.EntityFrameworkCore;
using NotifyPortal.Data;

namespace NotifyPortal.Api.Idempotency;

/// <summary>The answers that are kept for repetitions. Only the store knows them, so a restart forgets none.</summary>
internal sealed class KeptAnswers(IDbContextFactory<PortalDbContext> contexts, StoreWriter writer, TimeProvider clock)
{
    /// <summary>For so long a key means the same request.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromHours(24);

    private const int SweptAtOnce = 100; // a write sweeps more than it adds, and never long

    /// <summary>Deletes what no repetition may ask for any more, at most so many.</summary>
    /// <returns>How many.</returns>
    public static Task<int> PruneAsync(PortalDbContext db, DateTimeOffset before, int most, CancellationToken cancellationToken) =>
        db.Set<KeptAnswer>().Where(a => a.At < before).OrderBy(a => a.At).Take(most).ExecuteDeleteAsync(cancellationToken);

    /// <summary>What is known of the key; null: nothing, or it is too old.</summary>
    public async Task<KeptAnswer?> FindAsync(string scope, CancellationToken cancellationToken)
    {
        var oldest = clock.Now() - KeptFor;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        return await db.Set<KeptAnswer>().AsNoTracking().SingleOrDefaultAsync(a => a.Scope == scope && a.At >= oldest, cancellationToken);
    }

    /// <summary>Keeps it in a transaction of its own.</summary>
    public Task KeepAsync(KeptAnswer answer) => writer.WriteAsync((db, token) => KeepAsync(db, answer, token));

    /// <summary>Keeps it in the caller's transaction, in the place of what was there under its scope.</summary>
    public async Task KeepAsync(PortalDbContext db, KeptAnswer answer, CancellationToken cancellationToken)
    {
        await db.Set<KeptAnswer>().Where(a => a.Scope == answer.Scope).ExecuteDeleteAsync(cancellationToken);
        await PruneAsync(db, clock.Now() - KeptFor, SweptAtOnce, cancellationToken);
        db.Add(answer);
    }
}
