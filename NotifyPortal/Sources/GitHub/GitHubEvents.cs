using System.Collections.Frozen;

namespace NotifyPortal.Sources.GitHub;

/// <summary>Which deliveries people care about; all others mean nothing to anybody. The sample <c>samples/github/map.mjs</c> tells the same stories.</summary>
internal static class GitHubEvents
{
    private static readonly FrozenDictionary<string, Func<Payload, IEnumerable<Happening>>> Families =
        new Dictionary<string, Func<Payload, IEnumerable<Happening>>>(StringComparer.Ordinal)
        {
            ["issues"] = IssueEvents.Changed,
            ["issue_comment"] = IssueEvents.Commented,
            ["discussion"] = IssueEvents.Discussed,
            ["pull_request"] = PullRequestEvents.Changed,
            ["pull_request_review"] = PullRequestEvents.Reviewed,
            ["pull_request_review_comment"] = PullRequestEvents.Commented,
            ["check_run"] = BuildEvents.Checked,
            ["workflow_run"] = BuildEvents.Ran,
            ["release"] = RepositoryEvents.Released,
            ["dependabot_alert"] = RepositoryEvents.Alerted,
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <param name="name">As <c>X-GitHub-Event</c> has it.</param>
    public static IReadOnlyList<Happening> Read(string name, Payload delivery) =>
        Families.TryGetValue(name, out var read) ? [.. read(delivery)] : [];
}
