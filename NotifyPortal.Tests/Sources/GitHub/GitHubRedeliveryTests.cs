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

public sealed class GitHubRedeliveryTests : GitHubTest
{
    [Fact]
    public async Task A_delivery_that_comes_again_does_nothing_twice()
    {
        await LinkAsync(Alice, "codertocat");
        await LinkAsync(Bob, "octocat");
        var delivery = Recorded.First("issue_comment", "created", """{"sender":{"login":"hubot"},"comment":{"body":"@octocat look"}}""");

        await DeliverAsync("issue_comment", delivery, "72d3162e");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => DeliverAsync("issue_comment", delivery, "72d3162e")));

        Assert.Equal(2, (await RecordedHereAsync()).Count);
        Assert.Single(await InboxOf(Alice).RecentAsync());
        Assert.Single(await InboxOf(Bob).RecentAsync());
    }

    [Fact]
    public async Task Another_delivery_of_the_same_text_is_another_event()
    {
        await LinkAsync(Alice, "codertocat");
        var delivery = Recorded.First("issues", "assigned", ByHubot);

        await DeliverAsync("issues", delivery);
        await DeliverAsync("issues", delivery);

        Assert.Equal(2, (await InboxOf(Alice).RecentAsync()).Count);
    }

    [Fact]
    public async Task Who_was_left_out_the_first_time_is_told_by_the_redelivery()
    {
        await LinkAsync(Alice, "codertocat");
        var delivery = Recorded.First("issues", "assigned", ByHubot);
        await DeliverAsync("issues", delivery, "72d3162e");
        await App.Get<StoreWriter>().WriteAsync(async (db, token) =>
        {
            await db.Set<Notification>().ExecuteDeleteAsync(token); // as if the machine had died between the record and the telling
            await db.Set<Message>().ExecuteDeleteAsync(token);
        });

        await DeliverAsync("issues", delivery, "72d3162e");

        Assert.Single(await InboxOf(Alice).RecentAsync());
        Assert.Single(await RecordedHereAsync());
    }

    [Fact]
    public async Task Texts_are_cut_and_cleaned_and_links_that_are_none_left_out()
    {
        await LinkAsync(Alice, "codertocat");
        var delivery = Recorded.First("issues", "assigned", ByHubot);
        delivery["issue"]!["title"] = string.Concat(Enumerable.Repeat("\ud83d\ude80\u202e", 1000));
        delivery["issue"]!["html_url"] = "javascript:alert(1)";

        await DeliverAsync("issues", delivery);

        var told = Assert.Single(await InboxOf(Alice).RecentAsync());
        Assert.Equal((500, true), (PlainText.Length(told.Text!), told.Text!.EndsWith("\ud83d\ude80…", StringComparison.Ordinal)));
        Assert.DoesNotContain("javascript", told.Link ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task However_many_are_mentioned_their_accounts_are_one_question()
    {
        await LinkAsync(Bob, "octocat");
        var said = $"@octocat {string.Join(' ', Enumerable.Range(1, 5000).Select(i => $"@user-{i}"))}";
        using var count = new StatementCount();

        var found = await App.Get<GitHubLogins>().ResolveAsync([.. Mentions.In(said), "nobody/at.all", ""]);

        Assert.Equal(Bob.Id, Assert.Single(found).Value.Id);
        Assert.Single(count.Statements);
    }
}
