namespace NotifyPortal.Sources.GitHub;

/// <summary>What happens to a repository as a whole: its releases, and holes in what it depends on.</summary>
internal static class RepositoryEvents
{
    public static IEnumerable<Happening> Released(Payload delivery)
    {
        var release = delivery["release"];

        if (delivery is not { Action: "published", Sender: { } sender } || release["tag_name"].Text is not { } tag)
        {
            return [];
        }

        return
        [
            new Happening("release.published", $"{sender} published a release", "rocket-launch", "success", sender, Logins(delivery.Owner, release["author"].Login))
            {
                ResourceType = "release",
                ResourceId = $"{delivery.Repository}@{tag}",
                Text = $"{release["name"].Text ?? tag} · {delivery.Repository}",
                Link = release["html_url"].Text,
            },
        ];
    }

    public static IEnumerable<Happening> Alerted(Payload delivery)
    {
        var alert = delivery["alert"];

        if (delivery is not { Action: "created", Sender: { } sender } || alert["number"].Number is not { } number)
        {
            return [];
        }

        var advisory = alert["security_advisory"];

        return
        [
            new Happening("alert.opened", $"{alert["dependency"]["package"]["name"].Text ?? "A dependency"} is vulnerable", "shield",
                SeverityOf(advisory["severity"].Text), sender, Logins(delivery.Owner))
            {
                ResourceType = "alert",
                ResourceId = $"{delivery.Repository}#{number}",
                Text = $"{advisory["summary"].Text} · {delivery.Repository}",
                Link = alert["html_url"].Text,
            },
        ];
    }

    private static string SeverityOf(string? rating) => rating switch
    {
        "critical" or "high" => "critical",
        "medium" => "warning",
        _ => "info",
    };

    private static string[] Logins(params IEnumerable<string?> logins) => [.. logins.OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)];
}
