namespace NotifyPortal.Sources.GitHub;

/// <summary>Tells of issues, pull requests and discussions: all have a number, a title, and texts that mention people.</summary>
internal static class Threads
{
    /// <param name="comment">What was said in it; nothing: the thread itself is what happened.</param>
    public static IEnumerable<Happening> Tell(Payload delivery, Payload thread, Story story, Payload comment = default)
    {
        if (delivery is not { Sender: { } sender, Repository: { } repository } || thread["number"].Number is not { } number)
        {
            yield break;
        }

        var said = comment.Exists ? comment["body"].Text : story.IsNew ? thread["body"].Text : null;
        var mentioned = Mentions.In(said);
        var line = $"{thread["title"].Text} · {repository} #{number}";
        var told = new Happening(story.Action, story.Title(delivery), story.Icon, story.Severity, sender, Others(story.Concerned(delivery), mentioned))
        {
            ResourceType = thread["head"].Exists || thread["pull_request"].Exists ? "pull" : "issue",
            ResourceId = $"{repository}#{number}",
            Text = comment.Exists && said is not null ? $"{line}\n{said}" : line,
            Link = (comment.Exists ? comment : thread)["html_url"].Text,
        };

        yield return told;

        if (mentioned.Count > 0)
        {
            yield return told with
            {
                Action = "issue.mentioned",
                Title = $"{sender} mentioned you",
                Icon = "alternate-email",
                Severity = "info",
                Logins = mentioned,
                Text = $"{line}\n{said}",
            };
        }
    }

    /// <summary>One event, one notification: who is mentioned hears that.</summary>
    private static List<string> Others(IEnumerable<string?> concerned, IReadOnlySet<string> mentioned) =>
        [.. concerned.OfType<string>().Where(login => !mentioned.Contains(login)).Distinct(StringComparer.OrdinalIgnoreCase)];
}
