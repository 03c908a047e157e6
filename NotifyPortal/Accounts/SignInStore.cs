using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using NotifyPortal.Data;
using NotifyPortal.Live;

namespace NotifyPortal.Accounts;

/// <summary>The stored sign-ins: begin, check, list, end.</summary>
public sealed class SignInStore(StoreWriter writer, IDbContextFactory<PortalDbContext> contexts, NotificationBroker broker, TimeProvider clock)
{
    /// <summary>However often it is used, a sign-in ends after this.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromDays(30);

    /// <summary>How long a request may believe an earlier check; an end on this machine is seen at once.</summary>
    public static readonly TimeSpan CacheTime = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(5);
    private const int CacheCapacity = 20_000;

    private readonly ConcurrentDictionary<string, Checked> cache = new(StringComparer.Ordinal);
    private long endings;

    /// <summary>Stores a sign-in. Was the account locked or its password changed since the user was read, it has ended before it begins.</summary>
    /// <returns>Its id, and whether the user, who signed in before, did so from another kind of device each time.</returns>
    public async Task<(string Id, bool NewDevice)> BeginAsync(PortalUser user, string device, string? address, CancellationToken cancellationToken = default)
    {
        var now = clock.Now();
        var signIn = new SignIn
        {
            Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)),
            UserId = user.Id,
            Device = device,
            Address = address,
            CreatedAt = now,
            LastSeenAt = now,
        };
        var newDevice = await writer.WriteAsync(async (db, token) =>
        {
            var earlier = db.Set<SignIn>().Where(s => s.UserId == user.Id);
            var unknown = await earlier.AnyAsync(token) && !await earlier.AnyAsync(s => s.Device == device, token);
            var unchanged = await db.Users.AnyAsync(u => u.Id == user.Id && u.DeactivatedAt == null && u.SecurityStamp == user.SecurityStamp, token);
            signIn.EndedAt = unchanged ? null : now;
            db.Add(signIn);

            return unknown;
        }, cancellationToken);

        return (signIn.Id, newDevice);
    }

    /// <summary>The sign-in and its user as they are now; null when it has ended, is too old, or the account is locked or gone.</summary>
    /// <param name="fresh">True: ask the store even if it was asked a moment ago.</param>
    public async ValueTask<SignInState?> FindAsync(string id, bool fresh = false, CancellationToken cancellationToken = default)
    {
        if (!fresh && cache.TryGetValue(id, out var known) && clock.GetElapsedTime(known.At) < CacheTime)
        {
            return known.State;
        }

        var before = Volatile.Read(ref endings);
        var at = clock.GetTimestamp();
        var state = await ReadAsync(id, cancellationToken);

        // What was read may have ended since: then the next request reads again.
        if (Volatile.Read(ref endings) == before)
        {
            Remember(id, new Checked(state, at));
        }

        return state;
    }

    /// <summary>Notes that the sign-in is in use; seldom, so that reading pages does not become writing.</summary>
    public async Task SeenAsync(SignInState state, CancellationToken cancellationToken = default)
    {
        var now = clock.Now();

        if (now - state.LastSeenAt < SeenEvery)
        {
            return;
        }

        await writer.WriteAsync((db, token) => db.Set<SignIn>().Where(s => s.Id == state.Id && s.LastSeenAt < now)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.LastSeenAt, now), token), cancellationToken);
        cache.TryRemove(state.Id, out _);
    }

    /// <summary>The user's sign-ins that are good, the latest used first.</summary>
    public async Task<IReadOnlyList<SignIn>> ListAsync(string userId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var oldest = clock.Now() - MaxAge;

        return await db.Set<SignIn>().AsNoTracking()
            .Where(s => s.UserId == userId && s.EndedAt == null && s.CreatedAt > oldest)
            .OrderByDescending(s => s.LastSeenAt)
            .ToListAsync(cancellationToken);
    }

    /// <summary>Ends one sign-in of the user. False: it is not theirs, or had ended.</summary>
    public async Task<bool> EndAsync(string userId, string id, CancellationToken cancellationToken = default) =>
        await EndAndAnnounceAsync(userId, db => db.Where(s => s.Id == id), cancellationToken) > 0;

    /// <summary>Ends all sign-ins of the user but one.</summary>
    public Task<int> EndOthersAsync(string userId, string? except, CancellationToken cancellationToken = default) =>
        EndAndAnnounceAsync(userId, db => db.Where(s => s.Id != except), cancellationToken);

    /// <summary>The same inside the caller's transaction; <see cref="Announce"/> after the commit.</summary>
    public Task<int> EndOthersAsync(PortalDbContext db, string userId, string? except, CancellationToken cancellationToken) =>
        EndAsync(Of(db, userId).Where(s => s.Id != except), cancellationToken);

    /// <summary>Forgets what is cached of the user, here and on other replicas, and has their open pages and the admins' look again.</summary>
    public void Announce(string userId)
    {
        Forget(userId);
        broker.Publish(LiveTopic.Credentials, new LiveEvent(LiveEventKind.Account, [], userId));
        broker.Publish(LiveTopic.User(userId), LiveEvent.Of(LiveEventKind.Account));
        broker.Publish(LiveTopic.Admins, LiveEvent.Of(LiveEventKind.Account));
    }

    /// <summary>Asks the store next time.</summary>
    /// <param name="userId">Null: for everybody.</param>
    public void Forget(string? userId)
    {
        Interlocked.Increment(ref endings);

        foreach (var (id, known) in cache)
        {
            if (userId is null || known.State is null || known.State.UserId == userId)
            {
                cache.TryRemove(id, out _);
            }
        }
    }

    private async Task<int> EndAndAnnounceAsync(string userId, Func<IQueryable<SignIn>, IQueryable<SignIn>> which, CancellationToken cancellationToken)
    {
        var ended = await writer.WriteAsync((db, token) => EndAsync(which(Of(db, userId)), token), cancellationToken);

        if (ended > 0)
        {
            Announce(userId);
        }

        return ended;
    }

    private Task<int> EndAsync(IQueryable<SignIn> signIns, CancellationToken cancellationToken)
    {
        var now = clock.Now();

        return signIns.ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), cancellationToken);
    }

    private static IQueryable<SignIn> Of(PortalDbContext db, string userId) =>
        db.Set<SignIn>().Where(s => s.UserId == userId && s.EndedAt == null);

    private async Task<SignInState?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var oldest = clock.Now() - MaxAge;
        var found = await (
            from signIn in db.Set<SignIn>().AsNoTracking()
            join user in db.Users on signIn.UserId equals user.Id
            where signIn.Id == id && signIn.EndedAt == null && signIn.CreatedAt > oldest && user.DeactivatedAt == null
            select new { signIn.UserId, user.DisplayName, user.Email, signIn.LastSeenAt }).FirstOrDefaultAsync(cancellationToken);

        if (found is null)
        {
            return null;
        }

        var roles = await db.UserRoles.Where(m => m.UserId == found.UserId).Join(db.Roles, m => m.RoleId, r => r.Id, (_, r) => r.Name!).ToListAsync(cancellationToken);

        return new SignInState(id, found.UserId, found.DisplayName, found.Email!, roles, found.LastSeenAt);
    }

    private void Remember(string id, Checked state)
    {
        if (cache.Count >= CacheCapacity)
        {
            cache.Clear(); // whoever sends made-up cookies pays with a read each; memory stays bounded
        }

        cache[id] = state;
    }

    private sealed record Checked(SignInState? State, long At);
}
