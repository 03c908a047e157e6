using NotifyPortal.Notifications.Types;

namespace NotifyPortal.Sources.GitHub;

/// <summary>
/// The types of what GitHub tells. They are there with and without a secret: what was sent under them, and who has muted it, outlives the
/// setting; and whoever reports builds or reviews through the API means the same types.
/// </summary>
internal static class GitHubTypes
{
    public static IReadOnlyList<NotificationType> All { get; } =
    [
        Type("reviews", "Reviews", "rate-review",
            ("review.requested", "{actor} requested your review"), ("review.approved", "{actor} approved your change"),
            ("review.changes-requested", "{actor} asked for changes"), ("review.merged", "{actor} merged your change"),
            ("review.opened", "{actor} opened a pull request"), ("review.closed", "{actor} closed a pull request"),
            ("review.assigned", "{actor} assigned you a pull request"), ("review.commented", "{actor} commented on a change")),
        Type("builds", "Builds", "build", ("build.failed", "A build is failing"), ("build.fixed", "A build is green again")),
        Type("issues", "Issues", "bug-report", ("issue.assigned", "{actor} assigned you an issue"),
            ("issue.opened", "{actor} opened an issue"), ("issue.closed", "{actor} closed an issue")),
        Type("issues.comments", "Comments", "forum", ("issue.commented", "{actor} commented"), ("issue.mentioned", "{actor} mentioned you")),
        Type("releases", "Releases", "rocket-launch", ("release.published", "{actor} published a release")),
        Type("alerts", "Alerts", "shield", ("alert.opened", "A dependency is vulnerable")),
    ];

    private static NotificationType Type(string key, string name, string icon, params (string Action, string Template)[] actions) =>
        new(key, name, icon, actions.ToDictionary(a => a.Action, a => a.Template, StringComparer.Ordinal));
}
