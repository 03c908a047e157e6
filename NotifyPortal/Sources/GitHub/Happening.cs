namespace NotifyPortal.Sources.GitHub;

/// <summary>What a delivery means to people.</summary>
/// <param name="Action">The activity's; no two of one delivery have the same.</param>
/// <param name="Actor">The login of whoever did it.</param>
/// <param name="Logins">Whom it concerns.</param>
internal sealed record Happening(string Action, string Title, string Icon, string Severity, string Actor, IReadOnlyCollection<string> Logins)
{
    public required string ResourceType { get; init; }

    public required string ResourceId { get; init; }

    public required string Text { get; init; }

    public required string? Link { get; init; }
}
