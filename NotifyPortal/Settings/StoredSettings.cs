namespace NotifyPortal.Settings;

/// <summary>The admins' settings as the last and strongest source of the configuration: options that follow it follow them.</summary>
internal sealed class StoredSettings : ConfigurationProvider, IConfigurationSource
{
    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    /// <summary>Puts these in place of what was there, and has all options read again.</summary>
    public void Replace(IEnumerable<Setting> settings)
    {
        Data = settings.ToDictionary(s => s.Key, s => (string?)s.Value, StringComparer.OrdinalIgnoreCase);
        OnReload();
    }
}
