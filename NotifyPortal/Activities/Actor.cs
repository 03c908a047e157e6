namespace NotifyPortal.Activities;

/// <summary>Who did it.</summary>
/// <param name="Id">The account, or null for someone without one here.</param>
/// <param name="Name">The name shown.</param>
/// <param name="Via">The API key that vouches for the name; null when the portal itself knows.</param>
public sealed record Actor(string? Id, string Name, string? Via = null)
{
    /// <summary>"octocat via GitHub": a name given by a key is never shown without it.</summary>
    public string Display => Via is null ? Name : $"{Name} via {Via}";
}
