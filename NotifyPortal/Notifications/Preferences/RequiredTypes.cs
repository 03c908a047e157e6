using Microsoft.EntityFrameworkCore;
using NotifyPortal.Activities;
using NotifyPortal.Data;
using NotifyPortal.Live;
using NotifyPortal.Notifications.Types;

namespace NotifyPortal.Notifications.Preferences;

/// <summary>The types nobody can mute, as admins set them; read at once by every send and followed by every open page.</summary>
public sealed class RequiredTypes(
    StoreWriter writer, IDbContextFactory<PortalDbContext> contexts, NotificationTypeRegistry types, ActivityLog activities,
    NotificationBroker broker, TimeProvider clock)
{
    /// <summary>The rows there are, by type.</summary>
    public async Task<IReadOnlyDictionary<string, RequiredType>> ListAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        return await db.Set<RequiredType>().AsNoTracking().ToDictionaryAsync(r => r.Type, cancellationToken);
    }

    /// <summary>Stores it with the record of it, then tells every open page. What users have stored is kept, and holds again when it is no longer required.</summary>
    /// <param name="type">A known type's key; its sub-types belong to it.</param>
    /// <param name="required">Whether it is required from now on.</param>
    /// <param name="reason">Shown to users, at most <see cref="RequiredType.ReasonLength"/> characters.</param>
    /// <param name="actor">Who sets it.</param>
    /// <param name="cancellationToken">Ends it before it is stored.</param>
    /// <returns>False when it was so already.</returns>
    /// <exception cref="ArgumentException">The type is unknown, or the reason is at fault.</exception>
    public async Task<bool> SetAsync(string type, bool required, string? reason, Actor actor, CancellationToken cancellationToken = default)
    {
        var errors = new InputErrors();
        var why = errors.Line("reason", reason, RequiredType.ReasonLength);

        if (types.Find(type) is null || errors.Any)
        {
            throw new ArgumentException(errors.Any ? errors.ToString() : $"{type} is not a type there is", nameof(type));
        }

        var changed = await writer.WriteAsync((db, token) => StoreAsync(db, type, required, why, actor, token), cancellationToken);

        if (changed)
        {
            broker.Publish(LiveTopic.Everyone, LiveEvent.Of(LiveEventKind.Preferences));
            activities.Announce();
        }

        return changed;
    }

    private async Task<bool> StoreAsync(PortalDbContext db, string type, bool required, string? reason, Actor actor, CancellationToken cancellationToken)
    {
        var row = await db.Set<RequiredType>().FindAsync([type], cancellationToken);

        if ((row is not null) == required && row?.Reason == (required ? reason : null))
        {
            return false;
        }

        if (!required)
        {
            db.Remove(row!);
        }
        else if (row is null)
        {
            db.Add(new RequiredType { Type = type, Reason = reason, ChangedAt = clock.Now(), ChangedBy = actor.Display });
        }
        else
        {
            (row.Reason, row.ChangedAt, row.ChangedBy) = (reason, clock.Now(), actor.Display);
        }

        activities.Add(db, new ActivityDraft(required ? "type.required" : "type.optional")
        {
            Module = NotificationService.ModuleKey,
            Origin = ActivityOrigin.Manual,
            Actor = actor,
            ResourceType = "type",
            ResourceId = type,
            Metadata = reason is null ? null : new() { ["reason"] = reason },
        });

        return true;
    }
}
