namespace NotifyPortal.Sources.GitHub;

/// <summary>Builds that fail. Whoever set one off is told, so they cannot be its actor: the build fails by itself.</summary>
internal static class BuildEvents
{
    private const string Actions = "GitHub Actions";

    // A failing job of a workflow is a check run as well; telling of workflow_job, too, would say everything twice.
    public static IEnumerable<Happening> Checked(Payload delivery) => Tell(delivery, delivery["check_run"], delivery["check_run"]["app"]["name"].Text);

    public static IEnumerable<Happening> Ran(Payload delivery) => Tell(delivery, delivery["workflow_run"], Actions);

    private static IEnumerable<Happening> Tell(Payload delivery, Payload run, string? builder)
    {
        if (delivery.Action != "completed" || run["conclusion"].Text is not ("failure" or "timed_out" or "startup_failure") || run["id"].Number is not { } id)
        {
            return [];
        }

        string?[] concerned = [delivery.Sender, run["actor"].Login, run["triggering_actor"].Login];
        var branch = run["head_branch"].Text ?? run["check_suite"]["head_branch"].Text ?? "main";

        return
        [
            new Happening("build.failed", $"{run["name"].Text ?? "A build"} is failing", "error", "critical", builder ?? Actions, [.. concerned.OfType<string>()])
            {
                ResourceType = "build",
                ResourceId = id,
                Text = $"{branch} · {delivery.Repository}",
                Link = run["html_url"].Text,
            },
        ];
    }
}
