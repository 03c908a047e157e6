using Bunit;
using NotifyPortal.Accounts;
using NotifyPortal.Admin;
using NotifyPortal.Notifications.Topics;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Components;

[Rule("7.3")]
public sealed class TopicsPageTests : PageTest
{
    private Topics Topics => App.Get<Topics>();

    [Fact]
    public async Task A_user_sees_the_own_topics_leaves_one_and_takes_that_back()
    {
        await Topics.SubscribeAsync(Bob.Id, "others");
        var list = CircuitOf(Alice).Render<TopicList>();
        list.WaitForAssertion(() => Assert.Contains("subscribed to no topic", list.Markup, StringComparison.Ordinal));

        await Topics.SubscribeAsync(Alice.Id, "blog");

        list.WaitForAssertion(() => Assert.Equal("blog", list.Find(".topics__name").TextContent));
        await list.Find("[aria-label='Unsubscribe from blog']").ClickAsync(new());
        Assert.Empty(await Topics.ListAsync(Alice.Id));
        await list.Find(".undo__button").ClickAsync(new());
        Assert.Equal(["blog"], await Topics.ListAsync(Alice.Id));
        Assert.DoesNotContain("others", list.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_admin_subscribes_and_unsubscribes_others_and_sees_it_live()
    {
        var page = CircuitOf(Bob, Roles.Admin).Render<TopicsPage>();
        page.WaitForAssertion(() => Assert.Contains("No topics yet.", page.Markup, StringComparison.Ordinal));

        await page.Find("#topic-name").ChangeAsync(new() { Value = "blog" });
        await page.Find("#topic-user").ChangeAsync(new() { Value = "nobody" });
        await page.ById("subscribe").SubmitAsync();
        Assert.Equal("No account answers to nobody.", page.Find("[role=alert]").TextContent);
        await page.Find("#topic-user").ChangeAsync(new() { Value = "alice@example.org" });
        await page.ById("subscribe").SubmitAsync();

        page.WaitForAssertion(() => Assert.Equal("Alice", page.ById("subscribers").QuerySelector("tbody bdi")!.TextContent));
        await Topics.SubscribeAsync(Bob.Id, "blog");
        page.WaitForAssertion(() => Assert.Contains("2 subscribed", page.Markup, StringComparison.Ordinal));
        await page.Find("[aria-label='Unsubscribe Alice']").ClickAsync(new());
        Assert.Empty(await Topics.ListAsync(Alice.Id));
    }

    [Fact]
    public async Task Who_is_no_admin_any_more_changes_nothing()
    {
        var page = CircuitOf(Bob, Roles.Admin).Render<TopicsPage>();
        page.WaitForAssertion(() => Assert.NotNull(page.ById("subscribe")));
        await RevokeAdminAsync(Bob);

        await page.Find("#topic-name").ChangeAsync(new() { Value = "blog" });
        await page.Find("#topic-user").ChangeAsync(new() { Value = "alice@example.org" });
        await page.ById("subscribe").SubmitAsync();

        Assert.Equal("It could not be changed.", page.Find("[role=alert]").TextContent);
        Assert.Empty(await Topics.ListAsync(Alice.Id));
    }

    [Fact]
    [Rule("11.4")]
    public async Task Composing_to_a_topic_shows_whom_it_reaches()
    {
        await Topics.SubscribeAsync(Alice.Id, "blog");
        var page = CircuitOf(Bob, Roles.Admin).Render<OverviewPage>();
        page.WaitForAssertion(() => Assert.NotNull(page.ById("compose")));
        await page.ById("compose").ClickAsync(new());
        await page.FindAll("input[type=radio][name=to]")[2].ChangeAsync(new() { Value = "on" });

        await page.Find("#compose-topic").ChangeAsync(new() { Value = "blog" });

        page.WaitForAssertion(() => Assert.Equal("1 person will receive it, 0 have muted it.", page.ById("compose-preview").TextContent));
        await page.Find("#compose-headline").ChangeAsync(new() { Value = "To the blog" });
        await page.Find(".compose__form").SubmitAsync();
        Assert.Equal("To the blog", Assert.Single(await InboxOf(Alice).RecentAsync()).Title);
    }
}
