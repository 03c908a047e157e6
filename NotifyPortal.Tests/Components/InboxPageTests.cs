using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NotifyPortal.Accounts;
using NotifyPortal.Activities;
using NotifyPortal.Modules;
using NotifyPortal.Notifications;
using NotifyPortal.Notifications.Components;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Components;

public sealed class InboxPageTests : PageTest
{
    [Fact]
    public async Task The_newest_stands_first_and_new_ones_appear_by_themselves()
    {
        await SendAsync(Alice, "First");
        var page = PageOf(Alice);

        await SendAsync(Alice, "Second");

        page.WaitForAssertion(() => Assert.Equal(["Second", "First"], page.Headlines()));
    }

    [Fact]
    public async Task Another_users_notifications_never_appear()
    {
        var page = PageOf(Bob);

        await SendAsync(Alice, "For Alice");
        await SendAsync(Bob, "For Bob");

        page.WaitForAssertion(() => Assert.Equal(["For Bob"], page.Headlines()));
    }

    [Fact]
    [Rule("4.2")]
    public async Task Pages_go_forth_and_back()
    {
        await SendManyAsync(Alice, 12);
        var circuit = CircuitOf(Alice);
        var page = PageAt(circuit, "/notifications?limit=10");
        Assert.Equal("1–10 of 12", page.Find(".pager__place").TextContent);

        await FollowAsync(circuit, page, "next-page");
        page.WaitForAssertion(() => Assert.Equal(["Number 2", "Number 1"], page.Headlines()));
        Assert.Equal("11–12 of 12", page.Find(".pager__place").TextContent);

        await FollowAsync(circuit, page, "previous-page");
        page.WaitForAssertion(() => Assert.Equal("Number 12", page.Headlines()[0]));
        Assert.Equal("/notifications?limit=10", "/" + Navigation(circuit).ToBaseRelativePath(Navigation(circuit).Uri));
    }

    [Fact]
    [Rule("4.6")]
    public async Task A_page_that_empties_goes_to_the_last_one_that_has_rows()
    {
        var ids = await SendManyAsync(Alice, 11);
        var circuit = CircuitOf(Alice);
        var page = PageAt(circuit, "/notifications?limit=10");
        await FollowAsync(circuit, page, "next-page");
        page.WaitForAssertion(() => Assert.Equal(["Number 1"], page.Headlines()));

        await InboxOf(Alice).DismissAsync(ids[0]);

        page.WaitForAssertion(() => Assert.Equal(10, page.Headlines().Count));
    }

    [Fact]
    public async Task A_row_that_leaves_the_unread_tab_hands_the_focus_to_the_next()
    {
        await SendManyAsync(Alice, 2);
        var circuit = CircuitOf(Alice);
        var page = PageAt(circuit, "/notifications?status=unread");

        await page.Find(".item__actions [aria-label='Mark as seen']").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Equal(["Number 1"], page.Headlines()));
        page.WaitForAssertion(() => circuit.JSInterop.VerifyInvoke("notifyPortalUi.focusRow"));
    }

    [Fact]
    public async Task A_row_that_leaves_by_another_hand_moves_no_focus()
    {
        var ids = await SendManyAsync(Alice, 2);
        var circuit = CircuitOf(Alice);
        var page = PageAt(circuit, "/notifications");
        await page.Find(".item__actions [aria-label='Mark as seen']").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Single(page.FindAll(".item--unread")));

        await InboxOf(Alice).DismissAsync(ids[1]);

        page.WaitForAssertion(() => Assert.Equal(["Number 1"], page.Headlines()));
        circuit.JSInterop.VerifyNotInvoke("notifyPortalUi.focusRow");
    }

    [Fact]
    public async Task Days_stand_as_headings()
    {
        Clock.Advance(TimeSpan.FromDays(-1));
        await SendAsync(Alice, "Old");
        Clock.Advance(TimeSpan.FromDays(1));
        await SendAsync(Alice, "New");

        Assert.Equal(["Today", "Yesterday"], PageOf(Alice).FindAll(".list__day").Select(e => e.TextContent));
    }

    [Fact]
    public async Task The_dismissed_tab_restores()
    {
        await InboxOf(Alice).DismissAsync(await SendAsync(Alice, "Gone"));
        var page = PageAt(CircuitOf(Alice), "/notifications?dismissed=only");
        Assert.Equal(["Gone"], page.Headlines());

        await page.Find(".item__actions [aria-label=Restore]").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Empty(page.Headlines()));
        Assert.Single(await IdsAsync(Alice));
    }

    [Fact]
    public async Task Mark_all_says_how_many()
    {
        await SendManyAsync(Alice, 3);
        var page = PageOf(Alice);

        await page.FindAll("button").Single(b => b.TextContent.Contains("Mark all", StringComparison.Ordinal)).ClickAsync(new());

        page.WaitForAssertion(() => Assert.Equal("3 marked as seen.", page.Find(".undo__text").TextContent));
        Assert.Equal(0, await InboxOf(Alice).CountUnreadAsync());
    }

    [Theory]
    [Rule("5")]
    [InlineData("Mark all", "3 marked as seen.")]
    [InlineData("Dismiss all", "3 dismissed.")]
    public async Task All_at_once_asks_nothing_and_can_be_undone(string button, string said)
    {
        await SendManyAsync(Alice, 3);
        var page = PageOf(Alice);

        await page.FindAll("button").Single(b => b.TextContent.Contains(button, StringComparison.Ordinal)).ClickAsync(new());
        page.WaitForAssertion(() => Assert.Equal(said, page.Find(".undo__text").TextContent));
        Assert.Equal(0, await InboxOf(Alice).CountUnreadAsync());
        await page.Find(".undo__bar button").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Equal(3, page.Headlines().Count));
        Assert.Equal(3, await InboxOf(Alice).CountUnreadAsync());
    }

    [Fact]
    [Rule("5")]
    public async Task One_dismissed_row_can_be_undone_for_ten_seconds()
    {
        await SendAsync(Alice, "First");
        var page = PageOf(Alice);

        await page.Find("[data-testid=notification-row] .item__actions [aria-label=Dismiss]").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Empty(page.Headlines()));
        Clock.Advance(TimeSpan.FromSeconds(11));
        await page.Find(".undo__bar button").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Contains("too late", page.Find(".undo__text").TextContent, StringComparison.Ordinal));
        Assert.Empty(await IdsAsync(Alice));
    }

    [Fact]
    public void An_empty_inbox_says_so() => Assert.Contains("Nothing here yet", PageOf(Alice).Markup, StringComparison.Ordinal);

    [Theory]
    [InlineData("/notifications?status=nonsense")]
    [InlineData("/notifications?cursor=garbage")]
    [InlineData("/notifications?limit=many")]
    [InlineData("/notifications?limit=7")]
    [Rule("4.4")]
    public void An_unknown_filter_is_said_and_breaks_nothing(string address)
    {
        var page = PageAt(CircuitOf(Alice), address);

        Assert.Contains("does not know", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_does_not_answer_is_said()
    {
        await BreakStoreAsync();

        Assert.Contains("Your inbox cannot be shown", PageOf(Alice).Find("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    [Rule("10.2")]
    public async Task Switching_the_module_off_takes_the_open_page_away_and_on_brings_it_back()
    {
        await SendAsync(Alice, "Kept");
        var page = PageOf(Alice);
        var modules = App.Get<ModuleService>();

        await modules.SetEnabledAsync(NotificationService.ModuleKey, false, new Actor(null, "Ada"));
        page.WaitForAssertion(() => Assert.Contains("switched off", page.Markup, StringComparison.Ordinal));
        Assert.Empty(page.Headlines());

        await modules.SetEnabledAsync(NotificationService.ModuleKey, true, new Actor(null, "Ada"));
        page.WaitForAssertion(() => Assert.Equal(["Kept"], page.Headlines()));
    }

    private IRenderedComponent<InboxPage> PageOf(PortalUser user) => PageAt(CircuitOf(user), "/notifications");

    private static IRenderedComponent<InboxPage> PageAt(BunitContext circuit, string address)
    {
        Navigation(circuit).NavigateTo(address);
        var page = circuit.Render<InboxPage>();
        page.WaitForAssertion(() => Assert.NotNull(page.Find("h1")));

        return page;
    }

    private static NavigationManager Navigation(BunitContext circuit) => circuit.Services.GetRequiredService<NavigationManager>();

    private static Task FollowAsync(BunitContext circuit, IRenderedComponent<InboxPage> page, string testId) =>
        page.InvokeAsync(() => Navigation(circuit).NavigateTo(page.ById(testId).GetAttribute("href")!));
}
