using System.Collections.Frozen;

namespace NotifyPortal.Sources.GitHub;

/// <summary>Issues, what is said in them, and discussions.</summary>
internal static class IssueEvents
{
    // Who is assigned to a new issue gets a delivery of its own for that.
    private static readonly FrozenDictionary<string, Story> Stories = new Dictionary<string, Story>(StringComparer.Ordinal)
    {
        ["opened"] = new("issue.opened", d => $"{d.Sender} opened an issue", "bug-report", d => [d.Owner]) { IsNew = true },
        ["reopened"] = new("issue.opened", d => $"{d.Sender} reopened an issue", "bug-report", d => d["issue"].People),
        ["assigned"] = new("issue.assigned", d => $"{d.Sender} assigned {d["assignee"].Login}", "assignment-ind", d => [d["assignee"].Login]),
        ["closed"] = new("issue.closed", d => $"{d.Sender} closed an issue", "task-alt", d => d["issue"].People),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly Story Comment = new("issue.commented", d => $"{d.Sender} commented", "forum", d => d["issue"].People);

    private static readonly Story Discussion = new("issue.opened", d => $"{d.Sender} started a discussion", "chat", d => [d.Owner]) { IsNew = true };

    public static IEnumerable<Happening> Changed(Payload delivery) =>
        Stories.TryGetValue(delivery.Action, out var story) ? Threads.Tell(delivery, delivery["issue"], story) : [];

    /// <summary>A pull request's conversation comes as an issue's, too.</summary>
    public static IEnumerable<Happening> Commented(Payload delivery) => delivery.Action == "created"
        ? Threads.Tell(delivery, delivery["issue"], delivery["issue"]["pull_request"].Exists ? Comment with { Action = "review.commented" } : Comment, delivery["comment"])
        : [];

    public static IEnumerable<Happening> Discussed(Payload delivery) =>
        delivery.Action == "created" ? Threads.Tell(delivery, delivery["discussion"], Discussion) : [];
}
