using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyPortal.Accounts;
using NotifyPortal.Activities;
using NotifyPortal.Data;
using NotifyPortal.Notifications;
using NotifyPortal.Sources.GitHub;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Sources.GitHub;

public sealed class GitHubStoriesTests : GitHubTest
{
    [Theory]
    [InlineData("issues", "opened", """{}""", "issue.opened", "hubot opened an issue", Severity.Info)]
    [InlineData("issues", "reopened", """{}""", "issue.opened", "hubot reopened an issue", Severity.Info)]
    [InlineData("issues", "assigned", """{}""", "issue.assigned", "hubot assigned Codertocat", Severity.Info)]
    [InlineData("issues", "opened", """{"action":"closed"}""", "issue.closed", "hubot closed an issue", Severity.Info)]
    [InlineData("issue_comment", "created", """{}""", "issue.commented", "hubot commented", Severity.Info)]
    [InlineData("issue_comment", "created", """{"issue":{"pull_request":{}}}""", "review.commented", "hubot commented", Severity.Info)]
    [InlineData("pull_request", "opened", """{}""", "review.opened", "hubot opened a pull request", Severity.Info)]
    [InlineData("pull_request", "assigned", """{}""", "review.assigned", "hubot assigned Codertocat", Severity.Info)]
    [InlineData("pull_request", "closed", """{"pull_request":{"merged":true}}""", "review.merged", "hubot merged a pull request", Severity.Success)]
    [InlineData("pull_request", "closed", """{"pull_request":{"merged":false}}""", "review.closed", "hubot closed a pull request", Severity.Info)]
    [InlineData("pull_request_review", "submitted", """{"review":{"state":"approved"}}""", "review.approved", "hubot approved a pull request", Severity.Success)]
    [InlineData("pull_request_review", "submitted", """{"review":{"state":"changes_requested"}}""", "review.changes-requested", "hubot asked for changes", Severity.Warning)]
    [InlineData("pull_request_review", "submitted", """{"review":{"body":"Nice."}}""", "review.commented", "hubot reviewed a pull request", Severity.Info)]
    [InlineData("pull_request_review_comment", "created", """{}""", "review.commented", "hubot commented on a change", Severity.Info)]
    [InlineData("release", "published", """{}""", "release.published", "hubot published a release", Severity.Success)]
    [InlineData("discussion", "created", """{"repository":{"owner":{"login":"codertocat"}}}""", "issue.opened", "hubot started a discussion", Severity.Info)]
    [InlineData("dependabot_alert", "created", """{"repository":{"owner":{"login":"Codertocat"}}}""", "alert.opened", "semver is vulnerable", Severity.Warning)]
    public async Task Whom_it_concerns_is_told(string name, string recorded, string changes, string action, string title, Severity severity)
    {
        await LinkAsync(Alice, "codertocat");
        var delivery = Recorded.First(name, recorded, changes);
        delivery["sender"]!["login"] = "hubot";

        await DeliverAsync(name, delivery);

        var told = Assert.Single(await InboxOf(Alice).RecentAsync());
        Assert.Equal((action, title, severity), (told.Action, told.Title, told.Severity));
        Assert.Equal("hubot via GitHub", told.Actor!.Display);
        Assert.StartsWith("https://github.com/", told.Link, StringComparison.Ordinal);
        Assert.NotNull(told.Type);
        Assert.Empty(await InboxOf(Bob).RecentAsync());
    }

    [Fact]
    public async Task Whoever_is_asked_for_a_review_is_told_by_whom()
    {
        await LinkAsync(Alice, "codertocat");
        await LinkAsync(Bob, "octocat");

        await DeliverAsync("pull_request", Recorded.First("pull_request", "review_requested"));

        var told = Assert.Single(await InboxOf(Bob).RecentAsync());
        Assert.Equal(("review.requested", Alice.Id, "Alice via GitHub"), (told.Action, told.Actor!.Id, told.Actor.Display));
        Assert.Equal("Update the README with new information. · Codertocat/Hello-World #2", told.Text);
        Assert.Equal(("github", "pull", "Codertocat/Hello-World#2"), (told.Activity!.Module, told.Activity.ResourceType, told.Activity.ResourceId));
    }

    [Theory]
    [InlineData("check_run", "{}", "octocoders-linter via GitHub")]
    [InlineData("workflow_run", """{"sender":{"login":"hubot"},"workflow_run":{"actor":{"login":"Codertocat"}}}""", "GitHub Actions via GitHub")]
    public async Task Whoever_set_off_a_failing_build_is_told_though_it_was_them(string name, string changes, string by)
    {
        await LinkAsync(Alice, "codertocat");

        await DeliverAsync(name, Recorded.First(name, "completed", Failing(name, changes)));

        var told = Assert.Single(await InboxOf(Alice).RecentAsync());
        Assert.Equal(("build.failed", Severity.Critical, by), (told.Action, told.Severity, told.Actor!.Display));
    }

    [Theory]
    [InlineData("check_run", """{"check_run":{"conclusion":"success"}}""")]
    [InlineData("check_run", """{"check_run":{"conclusion":"cancelled"}}""")]
    [InlineData("check_run", """{"action":"created"}""")]
    [InlineData("workflow_job", """{}""")]
    public async Task A_build_that_does_not_fail_is_no_news(string name, string changes)
    {
        await LinkAsync(Alice, "codertocat");

        await DeliverAsync(name, Recorded.First(name, "completed", Failing(name, changes)));

        Assert.Empty(await InboxOf(Alice).RecentAsync());
    }

    [Theory]
    [InlineData("@OctoCat can you look?")]
    [InlineData("see (@octocat), please")]
    [InlineData("thanks @octocat.\n`@hubot`")]
    public async Task Whoever_is_mentioned_is_told(string said)
    {
        await LinkAsync(Bob, "octocat");

        await DeliverAsync("issue_comment", Recorded.First("issue_comment", "created", Saying(said)));

        var told = Assert.Single(await InboxOf(Bob).RecentAsync());
        Assert.Equal(("issue.mentioned", "Codertocat mentioned you"), (told.Action, told.Title));
        Assert.EndsWith(said, told.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mail octo@octocat or a@octocat.com")]
    [InlineData("`@octocat` and ```\n@octocat\n```")]
    [InlineData("@octocat/team and @octocat-2 and @octocats")]
    [InlineData("https://example.com/@octocat")]
    public async Task What_only_looks_like_a_mention_tells_nobody(string said)
    {
        await LinkAsync(Bob, "octocat");

        await DeliverAsync("issue_comment", Recorded.First("issue_comment", "created", Saying(said)));

        Assert.Empty(await InboxOf(Bob).RecentAsync());
    }

    [Fact]
    public async Task A_mention_in_a_new_issue_counts_and_in_an_old_one_does_not_again()
    {
        await LinkAsync(Bob, "octocat");
        const string Mentioning = """{"issue":{"body":"@octocat knows"}}""";

        await DeliverAsync("issues", Recorded.First("issues", "opened", Mentioning));
        await DeliverAsync("issues", Recorded.First("issues", "labeled", Mentioning));
        await DeliverAsync("issues", Recorded.First("issues", "reopened", Mentioning));

        Assert.Equal("Codertocat mentioned you", Assert.Single(await InboxOf(Bob).RecentAsync()).Title);
    }

    [Fact]
    public async Task Whom_a_comment_concerns_and_mentions_is_told_once()
    {
        await LinkAsync(Alice, "codertocat");
        var delivery = Recorded.First("issue_comment", "created", Saying("@codertocat done"));
        delivery["sender"]!["login"] = "hubot";

        await DeliverAsync("issue_comment", delivery);

        Assert.Equal("hubot mentioned you", Assert.Single(await InboxOf(Alice).RecentAsync()).Title);
    }

    [Fact]
    [Rule("2.2")]
    public async Task Nobody_is_told_of_what_they_did_themselves()
    {
        await LinkAsync(Alice, "codertocat");

        foreach (var (name, action) in new[] { ("issues", "assigned"), ("issues", "opened"), ("issue_comment", "created"), ("pull_request", "closed"), ("release", "published") })
        {
            await DeliverAsync(name, Recorded.First(name, action));
        }

        Assert.Empty(await InboxOf(Alice).RecentAsync());
    }

    [Fact]
    public async Task A_review_without_words_is_told_by_its_comments()
    {
        await LinkAsync(Alice, "codertocat");

        await DeliverAsync("pull_request_review", Recorded.First("pull_request_review", "submitted", ByHubot));

        Assert.Empty(await InboxOf(Alice).RecentAsync());
    }

    [Fact]
    public async Task What_concerns_nobody_here_is_forgotten()
    {
        await DeliverAsync("issues", Recorded.First("issues", "assigned", ByHubot));

        Assert.Empty(await RecordedHereAsync());
    }

    [Fact]
    public async Task A_locked_account_is_told_nothing()
    {
        await LinkAsync(Alice, "codertocat", locked: true);

        await DeliverAsync("issues", Recorded.First("issues", "assigned", ByHubot));

        Assert.Empty(await InboxOf(Alice).RecentAsync());
    }

    private static string Failing(string name, string changes)
    {
        var all = JsonNode.Parse(changes)!.AsObject();
        var run = (all[name] ??= new JsonObject()).AsObject();
        run["conclusion"] ??= "failure";

        return all.ToJsonString();
    }

    private static string Saying(string said) => new JsonObject { ["comment"] = new JsonObject { ["body"] = said } }.ToJsonString();
}
