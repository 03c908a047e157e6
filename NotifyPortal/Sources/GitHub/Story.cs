namespace NotifyPortal.Sources.GitHub;

/// <summary>How one kind of event is told: a row in the tables of the families.</summary>
/// <param name="Title">From the delivery.</param>
/// <param name="Concerned">The logins it concerns, from the delivery.</param>
internal sealed record Story(
    string Action, Func<Payload, string> Title, string Icon, Func<Payload, IEnumerable<string?>> Concerned, string Severity = "info")
{
    /// <summary>True where the text of the issue or pull request is new to everyone, so that those it mentions are told.</summary>
    public bool IsNew { get; init; }
}
