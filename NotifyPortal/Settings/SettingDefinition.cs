namespace NotifyPortal.Settings;

/// <summary>An option that an admin may set on a page, without a restart.</summary>
/// <param name="Key">As in the configuration.</param>
/// <param name="Name">What the page calls it.</param>
/// <param name="Hint">What may stand in it.</param>
/// <param name="Accepts">Whether the options that it belongs to are valid with these settings.</param>
public sealed record SettingDefinition(string Key, string Name, string Hint, Func<IServiceProvider, IConfiguration, bool> Accepts);

/// <summary>A setting as it stands.</summary>
/// <param name="Configured">What holds without the override; null: nothing is configured.</param>
/// <param name="Stored">The override; null: there is none.</param>
public sealed record SettingState(SettingDefinition Definition, string? Configured, Setting? Stored);
