using System.Collections.Frozen;

namespace NotifyPortal.Sources.GitHub;

/// <summary>Pull requests, their reviews, and what is said about single lines.</summary>
internal static class PullRequestEvents
{
    // Who is assigned to a new pull request, or asked to review it, gets a delivery of its own for that.
    private static readonly FrozenDictionary<string, Story> Stories = new Dictionary<string, Story>(StringComparer.Ordinal)
    {
        ["opened"] = new("review.opened", d => $"{d.Sender} opened a pull request", "code", d => [d.Owner]) { IsNew = true },
        ["assigned"] = new("review.assigned", d => $"{d.Sender} assigned {d["assignee"].Login}", "assignment-ind", d => [d["assignee"].Login]),
        ["review_requested"] = new("review.requested", d => $"{d.Sender} requested a review from {Reviewer(d)}", "rate-review", d => [d["requested_reviewer"].Login]),
        ["ready_for_review"] = new("review.requested", d => $"{d.Sender} is ready for a review", "rate-review", d => d["pull_request"]["requested_reviewers"].Items.Select(r => r.Login)),
        ["closed"] = new("review.closed", d => $"{d.Sender} closed a pull request", "cancel", Working),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly Story Merged = new("review.merged", d => $"{d.Sender} merged a pull request", "merge", Working, "success");

    private static readonly FrozenDictionary<string, Story> Reviews = new Dictionary<string, Story>(StringComparer.Ordinal)
    {
        ["approved"] = new("review.approved", d => $"{d.Sender} approved a pull request", "approval", Working, "success"),
        ["changes_requested"] = new("review.changes-requested", d => $"{d.Sender} asked for changes", "rule", Working, "warning"),
        ["commented"] = new("review.commented", d => $"{d.Sender} reviewed a pull request", "rate-review", Working),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly Story Comment = new("review.commented", d => $"{d.Sender} commented on a change", "forum", Working);

    public static IEnumerable<Happening> Changed(Payload delivery)
    {
        var pull = delivery["pull_request"];
        var story = delivery.Action == "closed" && pull["merged"].IsTrue ? Merged : Stories.GetValueOrDefault(delivery.Action);

        return story is null ? [] : Threads.Tell(delivery, pull, story);
    }

    public static IEnumerable<Happening> Reviewed(Payload delivery)
    {
        var review = delivery["review"];

        // Without a text of its own it is only the cover of comments on lines, and each of them is delivered.
        return delivery.Action == "submitted" && Reviews.GetValueOrDefault(review["state"].Text ?? "") is { } story
            && (story.Action != Comment.Action || review["body"].Text is not null)
            ? Threads.Tell(delivery, delivery["pull_request"], story, review) : [];
    }

    public static IEnumerable<Happening> Commented(Payload delivery) =>
        delivery.Action == "created" ? Threads.Tell(delivery, delivery["pull_request"], Comment, delivery["comment"]) : [];

    private static IEnumerable<string?> Working(Payload delivery) => delivery["pull_request"].People;

    private static string? Reviewer(Payload delivery) => delivery["requested_reviewer"].Login ?? delivery["requested_team"]["name"].Text;
}
