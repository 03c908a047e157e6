using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using NotifyPortal.Activities;
using NotifyPortal.Admin;
using NotifyPortal.Data;
using NotifyPortal.Data.Sqlite;
using NotifyPortal.Live;
using NotifyPortal.Modules;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Components;

public sealed class OverviewTests : PageTest
{
    [Fact]
    public async Task The_figures_follow_what_happens_elsewhere()
    {
        var page = Page();
        Assert.Equal("0", page.ById("stat-total").TextContent);

        var id = await SendAsync(Alice);
        await SendAsync(Bob);
        page.WaitForAssertion(() => Assert.Equal(("2", "2", "0"), Figures(page)));

        await InboxOf(Alice).DismissAsync(id);
        page.WaitForAssertion(() => Assert.Equal(("2", "1", "1"), Figures(page)));
    }

    [Fact]
    public async Task The_types_follow_too()
    {
        var page = Page();

        await SendAsync(Alice, type: "posts.comments");

        page.WaitForAssertion(() => Assert.Equal("Comments", page.Find(".types__name").TextContent));
    }

    [Fact]
    [Rule("10.2")]
    public async Task While_the_feature_is_off_the_overview_stays_and_says_since_when_and_by_whom()
    {
        await SendAsync(Alice);
        var page = Page();

        await App.Get<ModuleService>().SetEnabledAsync(NotificationService.ModuleKey, false, new Actor(null, "Ada"));

        page.WaitForAssertion(() => Assert.Contains("Ada", page.ById("module-off").TextContent, StringComparison.Ordinal));
        Assert.Equal("1", page.ById("stat-total").TextContent);
        Assert.True(page.ById("compose").HasAttribute("disabled"));
        page.WaitForAssertion(() => Assert.Equal("false", page.ById("module-switch-notifications").GetAttribute("aria-checked"))); // it reads by itself
    }

    [Fact]
    [Rule("F7")]
    [Trait(TestDatabase.Trait, TestDatabase.Sqlite)]
    public void A_full_disk_is_said_when_all_pages_read_again()
    {
        var page = Page();
        Assert.Empty(page.FindAll("[data-testid=disk-full]"));

        App.Get<DiskReserve>().SpendFor(new SqliteException("full", SQLitePCL.raw.SQLITE_FULL));
        App.Get<NotificationBroker>().Publish(LiveTopic.Everyone, LiveEvent.Of(LiveEventKind.Resync));

        page.WaitForAssertion(() => Assert.Contains("disk is full", page.ById("disk-full").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_switch_on_the_page_switches()
    {
        var page = Page();

        await page.ById("module-switch-notifications").ClickAsync(new());

        page.WaitForAssertion(() => Assert.NotNull(page.ById("module-off")));
        Assert.False(await App.Get<ModuleService>().IsEnabledAsync(NotificationService.ModuleKey));
    }

    [Fact]
    [Rule("11.3")]
    public async Task A_failing_query_is_said_and_never_shown_as_zeros()
    {
        await SendAsync(Alice);
        await BreakTableAsync("TypeTallies");

        var page = Page();

        Assert.Contains("The figures cannot be shown", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.AllById("stat-total"));
    }

    [Fact]
    [Rule("11.4")]
    public async Task Composing_shows_the_audience_before_it_sends()
    {
        var page = Page();
        await page.ById("compose").ClickAsync(new());
        Assert.True(page.Find("[type=submit]").HasAttribute("disabled"));

        await page.Find("#compose-user").ChangeAsync(new() { Value = "alice@example.org" });
        page.WaitForAssertion(() => Assert.Equal("1 person will receive it, 0 have muted it.", page.ById("compose-preview").TextContent));
        await page.Find("#compose-headline").ChangeAsync(new() { Value = "Lunch is here" });
        await page.Find("form").SubmitAsync();

        page.WaitForAssertion(() => Assert.Equal("1", page.ById("stat-total").TextContent));
        var sent = Assert.Single(await InboxOf(Alice).RecentAsync());
        Assert.Equal("Lunch is here", sent.Title);
        Assert.Equal("Bob", sent.Actor!.Name);
    }

    [Fact]
    public async Task A_composed_notification_is_recorded()
    {
        var page = Page();
        await page.ById("compose").ClickAsync(new());
        await page.FindAll("[name=to]")[3].ChangeAsync(new() { Value = "on" });
        await page.Find("#compose-headline").ChangeAsync(new() { Value = "All hands" });

        await page.Find("form").SubmitAsync();

        page.WaitForAssertion(() => Assert.Equal("2", page.ById("stat-total").TextContent));
        var entry = Assert.Single((await App.Get<ActivityLog>().ListAsync(new ActivityQuery { Action = "notification.composed" })).Items);
        Assert.Equal("Bob", entry.ActorName);
    }

    [Fact]
    [Rule("11.2")]
    public async Task Recent_notifications_of_all_users_appear_by_themselves_with_whose_they_are()
    {
        await SendAsync(Alice, "First");
        var page = Page();

        await SendAsync(Bob, "Second");

        page.WaitForAssertion(() => Assert.Equal(["Second", "First"], Titles(page)));
        Assert.Equal(["to Bob", "to Alice"], page.FindAll(".recent__detail").Select(d => d.TextContent.Trim()));
    }

    [Fact]
    [Rule("11.2")]
    public async Task The_table_filters_by_recipient_and_pages()
    {
        await SendManyAsync(Alice, 12);
        await SendAsync(Bob, "For Bob");
        var page = Page();

        await page.Find("#recent-recipient").ChangeAsync(new() { Value = "alice@example.org" });
        page.WaitForAssertion(() => Assert.Equal(("Number 12", 10), (Titles(page)[0], Titles(page).Count)));

        await FollowAsync(page, "next-page");
        page.WaitForAssertion(() => Assert.Equal(["Number 2", "Number 1"], Titles(page)));
    }

    [Fact]
    public async Task A_recipient_nobody_answers_to_is_said()
    {
        var page = Page();

        await page.Find("#recent-recipient").ChangeAsync(new() { Value = "nobody@example.org" });

        page.WaitForAssertion(() => Assert.Contains("No account answers to nobody@example.org", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
    }

    private static IReadOnlyList<string> Titles(IRenderedComponent<OverviewPage> page) => [.. page.FindAll(".recent__title").Select(t => t.TextContent)];

    private static Task FollowAsync(IRenderedComponent<OverviewPage> page, string testId) => page.InvokeAsync(() =>
        page.Services.GetRequiredService<NavigationManager>().NavigateTo(page.ById(testId).GetAttribute("href")!));

    [Fact]
    public async Task Who_is_no_admin_any_more_sends_nothing()
    {
        var page = Page();
        await page.ById("compose").ClickAsync(new());
        await page.FindAll("[name=to]")[3].ChangeAsync(new() { Value = "on" });
        await page.Find("#compose-headline").ChangeAsync(new() { Value = "All hands" });
        await RevokeAdminAsync(Bob);

        await page.Find("form").SubmitAsync();

        Assert.Contains("could not be sent", page.Markup, StringComparison.Ordinal);
        Assert.Equal(0, await InboxOf(Alice).CountUnreadAsync());
    }

    [Fact]
    public async Task An_audience_that_cannot_be_counted_is_said_in_the_dialog()
    {
        var page = Page();
        await page.ById("compose").ClickAsync(new());
        await BreakTableAsync("Modules");

        await page.FindAll("[name=to]")[3].ChangeAsync(new() { Value = "on" });

        Assert.Contains("cannot be counted", page.Markup, StringComparison.Ordinal);
    }

    private IRenderedComponent<OverviewPage> Page() => CircuitOf(Bob, "Admin").Render<OverviewPage>();

    private static (string Total, string Unread, string Dismissed) Figures(IRenderedComponent<OverviewPage> page) =>
        (page.ById("stat-total").TextContent, page.ById("stat-unread").TextContent, page.ById("stat-dismissed").TextContent);
}
