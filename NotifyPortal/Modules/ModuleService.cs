using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using NotifyPortal.Activities;
using NotifyPortal.Data;
using NotifyPortal.Live;

namespace NotifyPortal.Modules;

/// <summary>Switches modules on and off for everyone, and says which are on.</summary>
public sealed class ModuleService(
    ModuleRegistry registry, StoreWriter writer, IDbContextFactory<PortalDbContext> contexts, ActivityLog activities,
    NotificationBroker broker, TimeProvider clock, IServiceProvider services, ILogger<ModuleService> logger)
{
    // Of the few keys that pages ask for.
    private readonly ConcurrentDictionary<string, bool> known = new(StringComparer.Ordinal);

    /// <summary>What was read last, without a read; on until then. For what a page shows while it asks.</summary>
    public bool WasEnabled(string key) => known.GetValueOrDefault(key, true);

    /// <summary>For pages: fails open. If the switch cannot be read, the module counts as on.</summary>
    public async Task<bool> IsEnabledAsync(string key, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);

            return known[key] = await IsEnabledAsync(db, key, cancellationToken);
        }
        catch (System.Data.Common.DbException e)
        {
            Log.SwitchUnreadable(logger, key, e);

            return true;
        }
    }

    /// <summary>For writers: read inside their own transaction, nothing commits after the switch has.</summary>
    public static async Task<bool> IsEnabledAsync(PortalDbContext db, string key, CancellationToken cancellationToken) =>
        (await db.Sql.QueryAsync($"""SELECT 1 FROM "Modules" WHERE "Key" = {key} AND NOT "Enabled" """, _ => true, cancellationToken)).Count == 0;

    /// <summary>For work that takes long: whether the module is off, or was at any time since.</summary>
    public static async Task<bool> WasOffSinceAsync(PortalDbContext db, string key, DateTimeOffset since, CancellationToken cancellationToken) =>
        (await db.Sql.QueryAsync(
            $"""SELECT 1 FROM "Modules" WHERE "Key" = {key} AND (NOT "Enabled" OR "ChangedAt" > {since})""", _ => true, cancellationToken)).Count > 0;

    /// <summary>All registered modules with their switches.</summary>
    public async Task<IReadOnlyList<ModuleState>> ListAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.Set<Module>().AsNoTracking().ToDictionaryAsync(m => m.Key, cancellationToken);

        return [.. registry.All.Select(definition => State(definition, rows.GetValueOrDefault(definition.Key)))];
    }

    /// <summary>One module, or null when none has that key.</summary>
    public async Task<ModuleState?> FindAsync(string key, CancellationToken cancellationToken = default) =>
        (await ListAsync(cancellationToken)).FirstOrDefault(m => m.Definition.Key == key);

    /// <summary>The module's own figures; none when it has none.</summary>
    public async Task<IReadOnlyList<ModuleStat>> StatsAsync(ModuleDefinition definition, CancellationToken cancellationToken = default) =>
        definition.Stats is { } stats ? await stats(services, cancellationToken) : [];

    /// <summary>Stores the switch and the record of it together, then tells every open page. Setting what is set already changes nothing.</summary>
    /// <returns>The state after it; null when no module has that key.</returns>
    public async Task<ModuleState?> SetEnabledAsync(string key, bool enabled, Actor actor, CancellationToken cancellationToken = default)
    {
        if (registry.Find(key) is not { } definition)
        {
            return null;
        }

        var changed = await writer.WriteAsync((db, token) => SwitchAsync(db, definition, enabled, actor, token), cancellationToken);

        if (changed)
        {
            broker.Publish(LiveTopic.Everyone, new LiveEvent(LiveEventKind.Module, [], key));
            activities.Announce();
        }

        return await FindAsync(key, cancellationToken);
    }

    private async Task<bool> SwitchAsync(PortalDbContext db, ModuleDefinition definition, bool enabled, Actor actor, CancellationToken cancellationToken)
    {
        var row = await db.Set<Module>().FindAsync([definition.Key], cancellationToken);

        if ((row?.Enabled ?? true) == enabled)
        {
            return false;
        }

        if (row is null)
        {
            db.Add(new Module { Key = definition.Key, Enabled = enabled, ChangedAt = clock.Now(), ChangedBy = actor.Display });
        }
        else
        {
            (row.Enabled, row.ChangedAt, row.ChangedBy) = (enabled, clock.Now(), actor.Display);
        }

        activities.Add(db, new ActivityDraft(enabled ? "module.enabled" : "module.disabled")
        {
            Module = "modules",
            Origin = ActivityOrigin.Manual,
            Actor = actor,
            ResourceType = "module",
            ResourceId = definition.Key,
        });

        return true;
    }

    private static ModuleState State(ModuleDefinition definition, Module? row) =>
        new(definition, row?.Enabled ?? true, row?.ChangedAt, row?.ChangedBy);
}
