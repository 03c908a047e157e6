namespace NotifyPortal.Modules;

/// <summary>What a feature says of itself to be listed, counted and switched.</summary>
/// <param name="Key">Unique; lower case.</param>
/// <param name="Icon">A Material Symbols name, as <c>[a-z0-9-]</c>.</param>
/// <param name="Pages">The pages that belong to it.</param>
/// <param name="Stats">Its own figures, read afresh when the Modules page is shown or moves.</param>
public sealed record ModuleDefinition(
    string Key, string Name, string Description, string Icon, IReadOnlyList<ModulePage> Pages,
    Func<IServiceProvider, CancellationToken, Task<IReadOnlyList<ModuleStat>>>? Stats = null);

/// <summary>A page of a module.</summary>
public sealed record ModulePage(string Title, string Path);

/// <summary>A figure of a module, such as "Unread 12".</summary>
public sealed record ModuleStat(string Name, long Value);
