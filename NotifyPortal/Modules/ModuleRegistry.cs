namespace NotifyPortal.Modules;

/// <summary>All modules that registered themselves, in the order they did.</summary>
public sealed class ModuleRegistry(IEnumerable<ModuleDefinition> definitions)
{
    public IReadOnlyList<ModuleDefinition> All { get; } = [.. definitions.DistinctBy(d => d.Key)];

    public ModuleDefinition? Find(string key) => All.FirstOrDefault(d => d.Key == key);
}
