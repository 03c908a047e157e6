namespace NotifyPortal.Notifications.Components.Views;

/// <summary>The registered components; where there is none, the default row shows the notification.</summary>
public sealed class ViewRegistry(IEnumerable<CustomView> views)
{
    private readonly Dictionary<(string, ViewPlace), Type> components =
        views.DistinctBy(v => (v.Type, v.Place)).ToDictionary(v => (v.Type, v.Place), v => v.Component);

    public Type? Find(string? type, ViewPlace place) => type is null ? null : components.GetValueOrDefault((type, place));
}
