using Microsoft.EntityFrameworkCore;
using NotifyPortal.Data;
using NotifyPortal.Live;

namespace NotifyPortal.Settings;

/// <summary>What admins set in place of the configuration: stored, live, and valid as the options are.</summary>
public sealed class SettingsService(
    IEnumerable<SettingDefinition> definitions, IConfiguration configuration, StoreWriter writer, IDbContextFactory<PortalDbContext> contexts,
    NotificationBroker broker, TimeProvider clock, IServiceProvider services, ILogger<SettingsService> logger)
{
    private readonly IReadOnlyList<SettingDefinition> known = [.. definitions.DistinctBy(d => d.Key)];

    private IConfigurationRoot Root => (IConfigurationRoot)configuration;

    /// <summary>Reads what is stored: before anything is served, and when it has changed. What is not valid (any more) is left out.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var good = new List<Setting>();

        foreach (var setting in await db.Set<Setting>().AsNoTracking().ToListAsync(cancellationToken))
        {
            if (known.FirstOrDefault(d => d.Key == setting.Key) is { } definition && Accepts(definition, setting.Value))
            {
                good.Add(setting);
            }
            else
            {
                Log.SettingIgnored(logger, setting.Key);
            }
        }

        foreach (var stored in Root.Providers.OfType<StoredSettings>())
        {
            stored.Replace(good);
        }
    }

    /// <summary>All that can be set, in the order they were registered.</summary>
    public async Task<IReadOnlyList<SettingState>> ListAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var stored = await db.Set<Setting>().AsNoTracking().ToDictionaryAsync(s => s.Key, StringComparer.Ordinal, cancellationToken);

        return [.. known.Select(d => new SettingState(d, Configured(d.Key), stored.GetValueOrDefault(d.Key)))];
    }

    /// <summary>Sets it for everyone, at once. Setting what is set already changes nothing.</summary>
    /// <param name="value">Null: as configured again.</param>
    /// <param name="by">The name of who sets it.</param>
    /// <param name="record">Adds the record of it to the same transaction; it is given what stood there before.</param>
    /// <returns>False: there is no such setting, or it cannot have this value.</returns>
    public async Task<bool> SetAsync(string key, string? value, string by, Action<PortalDbContext, string?> record, CancellationToken cancellationToken = default)
    {
        value = value?.Trim();

        if (known.FirstOrDefault(d => d.Key == key) is not { } definition || value?.Length > Setting.MaxLength || !Accepts(definition, value))
        {
            return false;
        }

        var changed = await writer.WriteAsync(async (db, token) =>
        {
            var before = await db.Set<Setting>().AsNoTracking().FirstOrDefaultAsync(s => s.Key == key, token);

            if (before?.Value == value)
            {
                return false;
            }

            await db.Set<Setting>().Where(s => s.Key == key).ExecuteDeleteAsync(token);

            if (value is not null)
            {
                db.Add(new Setting { Key = key, Value = value, ChangedAt = clock.Now(), ChangedBy = by });
            }

            record(db, before?.Value);

            return true;
        }, cancellationToken);

        if (changed)
        {
            await LoadAsync(cancellationToken);
            broker.Publish(LiveTopic.Everyone, new LiveEvent(LiveEventKind.Settings, [], key));
        }

        return true;
    }

    private string? Configured(string key)
    {
        foreach (var provider in Root.Providers.Reverse().Where(p => p is not StoredSettings))
        {
            if (provider.TryGet(key, out var value))
            {
                return value;
            }
        }

        return null;
    }

    // Over what holds now: options may be valid or not only together.
    private bool Accepts(SettingDefinition definition, string? value)
    {
        var all = configuration.AsEnumerable().ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.OrdinalIgnoreCase);
        all[definition.Key] = value ?? Configured(definition.Key);

        return definition.Accepts(services, new ConfigurationBuilder().AddInMemoryCollection(all).Build());
    }
}
