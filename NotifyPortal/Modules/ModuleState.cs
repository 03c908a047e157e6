namespace NotifyPortal.Modules;

/// <summary>A module with its switch as it stands. <paramref name="ChangedAt"/> is null when it was never switched.</summary>
public sealed record ModuleState(ModuleDefinition Definition, bool Enabled, DateTimeOffset? ChangedAt, string? ChangedBy);
