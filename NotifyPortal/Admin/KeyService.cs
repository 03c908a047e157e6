using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using NotifyPortal.Accounts;
using NotifyPortal.Activities;
using NotifyPortal.Api;
using NotifyPortal.Data;
using NotifyPortal.Live;
using NotifyPortal.Notifications;

namespace NotifyPortal.Admin;

/// <summary>Makes keys and takes them back; each with its record in the activity log, in one transaction.</summary>
public sealed class KeyService(
    ApiKeys keys, StoreWriter writer, IDbContextFactory<PortalDbContext> contexts, AccountDirectory accounts, ActivityLog activities,
    NotificationBroker broker, TimeProvider clock)
{
    /// <summary>The keys that are not revoked, the newest first.</summary>
    public async Task<IReadOnlyList<KeyListing>> ListAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await (from key in db.Set<ApiKey>().AsNoTracking()
                          where key.RevokedAt == null
                          join user in db.Users on key.UserId equals user.Id into users
                          from user in users.DefaultIfEmpty()
                          orderby key.CreatedAt descending
                          select new { Key = key, user.Email }).ToListAsync(cancellationToken);
        var now = clock.Now();

        return [.. rows.Select(row => new KeyListing(
            row.Key.Id, row.Key.Name, row.Key.Scopes.Split(' '), row.Email, row.Key.CreatedAt, row.Key.CreatedBy,
            row.Key.ExpiresAt, row.Key.ExpiresAt <= now, row.Key.LastUsedAt))];
    }

    /// <summary>Makes a key.</summary>
    /// <param name="draft">What it may, and for how long.</param>
    /// <param name="errors">Takes what is at fault: <c>name</c>, <c>scopes</c>, <c>user</c>, <c>expires</c>.</param>
    /// <param name="by">Who makes it.</param>
    /// <returns>The key, to be shown this once; null when something is at fault.</returns>
    public async Task<string?> CreateAsync(KeyDraft draft, InputErrors errors, Actor by, CancellationToken cancellationToken = default)
    {
        var name = errors.Line("name", draft.Name, 100);
        var user = string.IsNullOrWhiteSpace(draft.User) ? null : await accounts.FindAsync(draft.User.Trim(), cancellationToken);
        var now = clock.Now();
        Check(draft, name, user, now, errors);

        if (errors.Any)
        {
            return null;
        }

        var token = ApiKeyToken.Create();
        var stored = await writer.WriteAsync((db, stop) => AddAsync(db, new ApiKey
        {
            Id = token.Id,
            Name = name!,
            SecretHash = token.Hash(),
            Scopes = string.Join(' ', Scopes.All.Where(draft.Scopes.Contains)),
            UserId = user?.Id,
            CreatedAt = now,
            CreatedBy = by.Display,
            ExpiresAt = draft.ExpiresAt,
        }, by, stop), cancellationToken);

        if (!stored)
        {
            errors.Add("name", $"is taken: a key named \"{name}\" is in use; revoke it first or choose another name");

            return null;
        }

        activities.Announce();

        return token.ToString();
    }

    /// <summary>Revokes a key at once, for good.</summary>
    /// <returns>False when there is none with that id that is not revoked already.</returns>
    public async Task<bool> RevokeAsync(string id, Actor by, CancellationToken cancellationToken = default)
    {
        var now = clock.Now();
        var revoked = await writer.WriteAsync(async (db, token) =>
        {
            var key = await db.Set<ApiKey>().SingleOrDefaultAsync(k => k.Id == id && k.RevokedAt == null, token);

            if (key is not null)
            {
                key.RevokedAt = now;
                Record(db, "api-key.revoked", key, by);
            }

            return key;
        }, cancellationToken);

        if (revoked is not null)
        {
            keys.Forget(id);
            broker.Publish(LiveTopic.Credentials, new LiveEvent(LiveEventKind.Account, [], CredentialFollower.KeyPrefix + id));
            activities.Announce();
            EndStreams(revoked);
        }

        return revoked is not null;
    }

    // Those it opened look again, and find it gone.
    private void EndStreams(ApiKey key)
    {
        if (key.UserId is not null)
        {
            broker.Publish(LiveTopic.User(key.UserId), LiveEvent.Of(LiveEventKind.Account));
        }
    }

    private static void Check(KeyDraft draft, string? name, AccountRef? user, DateTimeOffset now, InputErrors errors)
    {
        if (name is null)
        {
            errors.Add("name", "is required");
        }
        else if (string.Equals(name, Message.Portal, StringComparison.OrdinalIgnoreCase))
        {
            errors.Add("name", "is the portal's own name as a sender");
        }

        foreach (var unknown in draft.Scopes.Where(scope => !Scopes.All.Contains(scope)))
        {
            errors.Add("scopes", $"\"{unknown}\" is none of {string.Join(", ", Scopes.All)}");
        }

        if (draft.Scopes.Count == 0)
        {
            errors.Add("scopes", "must name at least one");
        }

        if (user is not { Active: true } && !string.IsNullOrWhiteSpace(draft.User))
        {
            errors.Add("user", "is not an active account");
        }
        else if (user is null && draft.Scopes.Any(Scopes.ActsAsUser))
        {
            errors.Add("user", "is required: inbox scopes act as a user");
        }

        if (draft.ExpiresAt <= now)
        {
            errors.Add("expires", "must be in the future");
        }
    }

    private async Task<bool> AddAsync(PortalDbContext db, ApiKey key, Actor by, CancellationToken cancellationToken)
    {
        if (await db.Set<ApiKey>().AnyAsync(k => k.Name == key.Name && k.RevokedAt == null, cancellationToken))
        {
            return false;
        }

        db.Add(key);
        Record(db, "api-key.created", key, by);

        return true;
    }

    private void Record(PortalDbContext db, string action, ApiKey key, Actor by) => activities.Add(db, new ActivityDraft(action)
    {
        Module = "api",
        Origin = ActivityOrigin.Manual,
        Actor = by,
        ResourceType = "api-key",
        ResourceId = key.Id,
        Metadata = new JsonObject { ["name"] = key.Name, ["scopes"] = key.Scopes },
    });
}
