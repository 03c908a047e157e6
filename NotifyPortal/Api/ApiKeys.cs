using System.Collections.Concurrent;
using System.Data.Common;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using NotifyPortal.Accounts;
using NotifyPortal.Data;

namespace NotifyPortal.Api;

/// <summary>Tells good keys from bad ones.</summary>
public sealed class ApiKeys(IDbContextFactory<PortalDbContext> contexts, StoreWriter writer, TimeProvider clock, ILogger<ApiKeys> logger)
{
    /// <summary>For so long a key that another process revoked may still be taken for good.</summary>
    public static readonly TimeSpan CacheTime = TimeSpan.FromSeconds(5);

    private const int CacheSize = 10_000;
    private static readonly TimeSpan UseInterval = TimeSpan.FromMinutes(1);
    private static readonly byte[] Decoy = new byte[SHA256.HashSizeInBytes];

    private readonly ConcurrentDictionary<string, Looked> cache = new(StringComparer.Ordinal);
    private long forgotten;

    /// <summary>The key behind what a caller sent, or null: unknown, wrong, expired, revoked and locked all look the same.</summary>
    public async Task<KnownKey?> VerifyAsync(string text, CancellationToken cancellationToken = default)
    {
        if (ApiKeyToken.Parse(text) is not { } token)
        {
            return null;
        }

        var now = clock.Now();
        var known = await LookUpAsync(token.Id, now, cancellationToken);
        // An unknown id is compared too: it takes the way a wrong secret takes.
        var matches = CryptographicOperations.FixedTimeEquals(token.Hash(), known?.SecretHash ?? Decoy);

        if (!matches || known is not { Usable: true } || known.ExpiresAt <= now)
        {
            return null;
        }

        await NoteUseAsync(known, now);

        return known;
    }

    /// <summary>Whether a key that was verified before is good still; asks the store.</summary>
    public async Task<bool> IsGoodAsync(string id, CancellationToken cancellationToken = default)
    {
        var key = await ReadAsync(id, cancellationToken);

        return key is { Usable: true } && !(key.ExpiresAt <= clock.Now());
    }

    /// <summary>Looks the key up afresh next time: it has changed.</summary>
    public void Forget(string id)
    {
        Interlocked.Increment(ref forgotten);
        cache.TryRemove(id, out _);
    }

    /// <summary>The same for all keys of a user, who may be locked now.</summary>
    /// <param name="userId">Null: for everybody's.</param>
    public void ForgetOf(string? userId)
    {
        Interlocked.Increment(ref forgotten);

        foreach (var (id, looked) in cache)
        {
            if (userId is null || looked.Key?.UserId == userId)
            {
                cache.TryRemove(id, out _);
            }
        }
    }

    private async Task<KnownKey?> LookUpAsync(string id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (cache.TryGetValue(id, out var looked) && now - looked.At < CacheTime)
        {
            return looked.Key;
        }

        var before = Volatile.Read(ref forgotten);
        var key = await ReadAsync(id, cancellationToken);

        if (cache.Count >= CacheSize) // somebody is guessing ids
        {
            cache.Clear();
        }

        // What was read may have been revoked since: then the next request reads again.
        if (Volatile.Read(ref forgotten) == before)
        {
            cache[id] = new Looked(key, now);
        }

        return key;
    }

    private async Task<KnownKey?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.Set<ApiKey>().AsNoTracking().Where(k => k.Id == id)
            .Select(k => new { Key = k, Locked = db.Set<PortalUser>().Any(u => u.Id == k.UserId && u.DeactivatedAt != null) })
            .SingleOrDefaultAsync(cancellationToken);

        return row is null ? null : new KnownKey(
            row.Key.Id, row.Key.Name, row.Key.Scopes.Split(' '), row.Key.UserId, row.Key.SecretHash,
            row.Key.RevokedAt is null && !row.Locked, row.Key.ExpiresAt, row.Key.LastUsedAt);
    }

    private async Task NoteUseAsync(KnownKey key, DateTimeOffset now)
    {
        var before = now - UseInterval;

        if (key.LastUsedAt > before)
        {
            return;
        }

        // Requests that come meanwhile see the new time and do not write it again.
        if (cache.TryGetValue(key.Id, out var looked))
        {
            cache.TryUpdate(key.Id, looked with { Key = key with { LastUsedAt = now } }, looked);
        }

        try
        {
            await writer.WriteAsync((db, token) => db.Set<ApiKey>().Where(k => k.Id == key.Id && (k.LastUsedAt == null || k.LastUsedAt <= before))
                .ExecuteUpdateAsync(set => set.SetProperty(k => k.LastUsedAt, now), token));
        }
        catch (DbException e) // a store that cannot write may still be read
        {
            Log.UseNotNoted(logger, key.Id, e);
        }
    }

    private readonly record struct Looked(KnownKey? Key, DateTimeOffset At);
}
