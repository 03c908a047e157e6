namespace NotifyPortal.Sources.GitHub;

/// <summary>Section <c>Sources:GitHub</c>.</summary>
public sealed class GitHubOptions
{
    public const string Section = "Sources:GitHub";

    /// <summary>What GitHub signs its deliveries with, as given there. Default: none, and the endpoint is not there.</summary>
    public string? Secret { get; set; }
}
