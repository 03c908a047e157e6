using System.Globalization;
using NotifyPortal.Activities;
using static NotifyPortal.Demo.DemoCast;

namespace NotifyPortal.Demo;

/// <summary>The kinds of things that happen to a product team, each told as its notification reads.</summary>
internal sealed class DemoStories(DemoCast cast, Random random)
{
    private int incident = 40;
    private int release;
    private int build = 7310;

    /// <summary>One ordinary thing, as likely as it is in a team's life.</summary>
    public DemoEvent Next() => random.Next(100) switch
    {
        < 20 => ReviewRequested(Colleague(), Pick(DemoWork.PullRequests), Someone()),
        < 33 => Reviewed(Pick(DemoWork.PullRequests)),
        < 48 => Commented(Pick(DemoWork.Issues)),
        < 58 => Mentioned(Pick(DemoWork.Issues)),
        < 68 => Assigned(Pick(DemoWork.Issues)),
        < 78 => BuildFailed(Pick(DemoWork.Branches), Pick(DemoWork.Failures)),
        < 86 => BuildFixed(Pick(DemoWork.Branches)),
        < 92 => Merged(Pick(DemoWork.PullRequests)),
        < 96 => ExportReady(Pick(DemoWork.Exports)),
        _ => SignedIn(),
    };

    public static DemoEvent ReviewRequested(Actor by, DemoWork.PullRequest pr, params string[] to) =>
        new("reviews", "review.requested", by, new($"{FirstName(by)} requested your review", pr.Line, "rate-review", pr.Link), "pull", pr.Id, to);

    public static DemoEvent Commented(Actor by, (int Number, string Title, string Said) issue, params string[] to) =>
        new("issues", "issue.commented", by, new($"{FirstName(by)} commented", $"{issue.Title} · “{issue.Said}”", "forum", Issue(issue.Number)), "issue", Number(issue.Number), to);

    public DemoEvent BuildFailed(string branch, string why) =>
        new("builds", "build.failed", Builds, new("Nightly build is failing", $"{branch} · {why}", "error", $"https://ci.example.com/builds/{++build}", "critical"), "build", Number(build), Someone()) { Fleeting = true };

    public DemoEvent BuildFixed(string branch) =>
        new("builds", "build.fixed", Builds, new("Nightly build is green again", branch, "check-circle", $"https://ci.example.com/builds/{++build}", "success"), "build", Number(build), Someone()) { Fleeting = true };

    public static DemoEvent ExportReady(string what) =>
        new("exports", "export.ready", null, new("Your export is ready", $"{what}.csv · 4.2 MB", "check-circle", "/notifications", "success"), "export", what, AliceEmail) { Origin = ActivityOrigin.Manual };

    public static DemoEvent SignedIn() =>
        new("accounts", "account.signed-in", null, new("New sign-in from Firefox on Linux", "Berlin, Germany · was this you?", "shield", "/Account/Manage", "warning"), "account", "alice", AliceEmail);

    /// <summary>An incident: opened, and over some time later. Told to the whole team.</summary>
    public IEnumerable<DemoEvent> Incident(DateTimeOffset at, string what, bool critical)
    {
        var link = $"https://status.example.com/incidents/{++incident}";
        var id = Number(incident);

        yield return new DemoEvent("incidents", "incident.opened", Monitoring, new(what, critical ? "Customers are affected" : "No customer is affected yet", "warning", link, critical ? "critical" : "warning"), "incident", id, AliceEmail, BobEmail, AdminEmail) { At = at };
        yield return new DemoEvent("incidents", "incident.resolved", cast.Bob, new($"Resolved: {what}", "It took 38 minutes; notes are in the report", "task-alt", link, "success"), "incident", id, AliceEmail, AdminEmail) { At = at.AddMinutes(38), Origin = ActivityOrigin.Manual };
    }

    /// <summary>The week's release, told to everyone.</summary>
    public DemoEvent Released() =>
        new("releases", "release.published", Priya, new($"Version 4.{++release} is out", "Release notes and upgrade steps", "rocket-launch", $"https://git.example.com/web/releases/4.{release}", "success"), "release", $"4.{release}", AliceEmail, BobEmail, AdminEmail) { Origin = ActivityOrigin.Manual };

    public static DemoEvent InvoicePaid(int number) =>
        new("billing", "invoice.paid", null, new("Invoice paid", string.Create(CultureInfo.InvariantCulture, $"Northwind Traders · invoice {number} · 1,240.00 €"), "payments", $"https://billing.example.com/invoices/{number}", "success"), "invoice", Number(number), AdminEmail) { Origin = ActivityOrigin.Cron, Fleeting = true };

    private DemoEvent Reviewed(DemoWork.PullRequest pr)
    {
        var by = random.Next(3) == 0 ? cast.Bob : Colleague();
        var approved = random.Next(3) > 0;

        return new("reviews", approved ? "review.approved" : "review.changes-requested", by,
            new(approved ? $"{FirstName(by)} approved your change" : $"{FirstName(by)} asked for changes", pr.Line, approved ? "approval" : "rule", pr.Link, approved ? "success" : "warning"), "pull", pr.Id, AliceEmail);
    }

    private DemoEvent Commented((int, string, string) issue) => random.Next(4) == 0 ? Commented(cast.Alice, issue, BobEmail) : Commented(Colleague(), issue, Someone());

    private DemoEvent Mentioned((int Number, string Title, string Said) issue)
    {
        var by = Colleague();

        return new("issues", "issue.mentioned", by, new($"{FirstName(by)} mentioned you", $"“@alice can you have a look?” · {issue.Title}", "alternate-email", Issue(issue.Number)), "issue", Number(issue.Number), AliceEmail);
    }

    private DemoEvent Assigned((int Number, string Title, string Said) issue)
    {
        var by = Colleague();

        return new("issues", "issue.assigned", by, new($"{FirstName(by)} assigned you an issue", $"{issue.Title} · #{issue.Number}", "assignment-ind", Issue(issue.Number)), "issue", Number(issue.Number), Someone());
    }

    private DemoEvent Merged(DemoWork.PullRequest pr)
    {
        var by = Colleague();

        return new("reviews", "review.merged", by, new($"{FirstName(by)} merged your change", pr.Line, "merge", pr.Link, "success"), "pull", pr.Id, AliceEmail) { Fleeting = true };
    }

    private Actor Colleague() => Pick(Colleagues);

    private string[] Someone() => random.Next(10) switch { < 6 => [AliceEmail], < 8 => [BobEmail], _ => [AliceEmail, BobEmail] };

    private T Pick<T>(T[] from) => from[random.Next(from.Length)];

    private static string Issue(int number) => $"https://git.example.com/web/issues/{number}";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
