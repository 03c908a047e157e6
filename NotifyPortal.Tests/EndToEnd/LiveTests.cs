using Microsoft.Playwright;
using NotifyPortal.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace NotifyPortal.Tests.EndToEnd;

public sealed class LiveTests(Chromium chromium, DemoPortal portal) : BrowserTest(chromium, portal)
{
    [Fact]
    public async Task What_an_admin_composes_reaches_bell_inbox_and_toast_of_the_other_browser_without_a_reload()
    {
        var alice = await SignInAsync(await OpenAsync(), Alice);
        await GoAsync(alice, "/notifications?status=unread");
        var unread = int.Parse(await alice.GetByTestId("bell-badge").InnerTextAsync(), System.Globalization.CultureInfo.InvariantCulture);
        var admin = await SignInAsync(await OpenAsync(), Admin);
        await GoAsync(admin, "/admin/notifications");
        var total = await FigureAsync(admin, "stat-total");
        var unreadOfAll = await FigureAsync(admin, "stat-unread");

        await ComposeAsync(admin, Alice, "Lunch is on the roof today");

        await Expect(alice.GetByTestId("bell-badge")).ToHaveTextAsync($"{unread + 1}");
        await Expect(Rows(alice).First).ToContainTextAsync("Lunch is on the roof today");
        await Expect(alice.GetByTestId("toast")).ToContainTextAsync("Lunch is on the roof today");
        await Expect(alice).ToHaveTitleAsync($"({unread + 1}) Inbox · NotifyPortal");
        await Expect(admin.GetByTestId("stat-total")).ToHaveTextAsync($"{total + 1}");
        await Expect(admin.GetByTestId("stat-unread")).ToHaveTextAsync($"{unreadOfAll + 1}");

        await Rows(alice).First.HoverAsync();
        await Rows(alice).First.GetByRole(AriaRole.Button, new() { Name = "Dismiss" }).ClickAsync();
        await Expect(Rows(alice).First).Not.ToContainTextAsync("Lunch");
        await Expect(alice.GetByTestId("toast")).ToHaveCountAsync(0);
        await Expect(admin.GetByTestId("stat-unread")).ToHaveTextAsync($"{unreadOfAll}");
    }

    [Fact]
    public async Task Seen_in_one_tab_shows_in_the_other()
    {
        var first = await SignInAsync(await OpenAsync(), Alice);
        await GoAsync(first, "/notifications");
        var second = await TabAsync(first.Context);
        await GoAsync(second, "/notifications");
        await Expect(Rows(second).First).ToHaveClassAsync(new System.Text.RegularExpressions.Regex("item--unread"));

        var unread = await second.GetByTestId("bell-badge").InnerTextAsync();

        await Rows(first).First.HoverAsync();
        await Rows(first).First.GetByRole(AriaRole.Button, new() { Name = "Mark as seen" }).ClickAsync();

        await Expect(Rows(second).First).Not.ToHaveClassAsync(new System.Text.RegularExpressions.Regex("item--unread"));
        await Expect(second.GetByTestId("bell-badge")).Not.ToHaveTextAsync(unread);
    }

    [Fact]
    public async Task The_switch_takes_the_bell_off_open_pages_and_brings_it_back_while_the_overview_stays()
    {
        var alice = await SignInAsync(await OpenAsync(), Alice);
        await GoAsync(alice, "/notifications");
        var admin = await SignInAsync(await OpenAsync(), Admin);
        await GoAsync(admin, "/admin/notifications");
        var total = await admin.GetByTestId("stat-total").InnerTextAsync();

        await admin.GetByTestId("module-switch-notifications").ClickAsync();

        await Expect(Bell(alice)).ToHaveCountAsync(0);
        await Expect(Rows(alice)).ToHaveCountAsync(0);
        await Expect(alice.Locator("nav").GetByText("Inbox")).ToHaveCountAsync(0);
        await Expect(Bell(admin)).ToHaveCountAsync(0);
        await Expect(admin.GetByTestId("module-off")).ToContainTextAsync("Ada Okafor");
        await Expect(admin.GetByTestId("stat-total")).ToHaveTextAsync(total);
        await Expect(admin.GetByTestId("compose")).ToBeDisabledAsync();

        await admin.GetByTestId("module-switch-notifications").ClickAsync();

        await Expect(Bell(alice)).ToBeVisibleAsync();
        await Expect(Rows(alice)).ToHaveCountAsync(25);
        await Expect(admin.GetByTestId("compose")).ToBeEnabledAsync();
    }

    [Fact]
    public async Task The_titles_number_goes_along_to_other_pages_and_leaves_with_the_bell()
    {
        var alice = await SignInAsync(await OpenAsync(), Alice);
        await GoAsync(alice, "/notifications");
        var unread = await alice.GetByTestId("bell-badge").InnerTextAsync();
        await Expect(alice).ToHaveTitleAsync($"({unread}) Inbox · NotifyPortal");

        await alice.Locator("nav").GetByText("Home").ClickAsync();
        await Expect(alice).ToHaveTitleAsync($"({unread}) Home · NotifyPortal");

        await alice.GetByTestId("bell").EvaluateAsync("bell => bell.remove()");
        await Expect(alice).ToHaveTitleAsync("Home · NotifyPortal");
    }

    [Fact]
    public async Task A_restart_of_the_server_leaves_an_open_page_right_again()
    {
        var alice = await SignInAsync(await OpenAsync(), Alice);
        await GoAsync(alice, "/notifications");
        await alice.EvaluateAsync("document.body.dataset.before = 'the restart'");

        await Portal.StopAsync();
        await Portal.StartAsync();

        await Expect(alice.Locator("body[data-before]")).ToHaveCountAsync(0, new() { Timeout = 60_000 });
        await InteractiveAsync(alice);
        var admin = await SignInAsync(await OpenAsync(), Admin);
        await GoAsync(admin, "/admin/notifications");
        await ComposeAsync(admin, Alice, "After the restart");
        await Expect(Rows(alice).First).ToContainTextAsync("After the restart");
    }

    [Fact]
    public async Task Of_two_tabs_one_toasts()
    {
        var first = await SignInAsync(await OpenAsync(), Alice);
        var second = await TabAsync(first.Context);
        await GoAsync(second, "/");
        var admin = await SignInAsync(await OpenAsync(), Admin);
        await GoAsync(admin, "/admin/notifications");

        await ComposeAsync(admin, Alice, "Once is enough");

        await Until.TrueAsync(async () => await ToastsAsync() > 0, "a tab toasts");
        // Both tabs have heard of it, and only one shows it.
        await Expect(RowOn(first)).ToBeVisibleAsync();
        await Expect(RowOn(second)).ToBeVisibleAsync();
        Assert.Equal(1, await ToastsAsync());

        static ILocator RowOn(IPage page) => page.Locator("main").GetByTestId("notification-row").Filter(new() { HasText = "Once is enough" });

        // Of her own sign-in she may be told in the same moment.
        async Task<int> ToastsAsync() => await OnAsync(first) + await OnAsync(second);

        static Task<int> OnAsync(IPage page) => page.GetByTestId("toast").Filter(new() { HasText = "Once is enough", Visible = true }).CountAsync();
    }

    [Fact]
    [Rule("P5")]
    public async Task Two_tabs_that_claim_at_once_never_both_get_a_toast()
    {
        const string Claim = """
            async () => { const mine = []; for (let id = 1e9; id < 1e9 + 500; id++) { mine.push(...await notifyPortalUi.claimToasts([id])); } return mine; }
            """;
        var first = await SignInAsync(await OpenAsync(), Alice);
        var second = await TabAsync(first.Context);
        await GoAsync(second, "/");

        var claims = await Task.WhenAll(first.EvaluateAsync<long[]>(Claim), second.EvaluateAsync<long[]>(Claim));

        Assert.Empty(claims[0].Intersect(claims[1]));
        Assert.Equal(500, claims[0].Length + claims[1].Length);
    }

    [Fact]
    public async Task A_sign_out_in_one_tab_takes_the_other_with_it()
    {
        var first = await SignInAsync(await OpenAsync(), Alice);
        var second = await TabAsync(first.Context);
        await GoAsync(second, "/notifications");

        await first.GetByRole(AriaRole.Button, new() { Name = "account of" }).ClickAsync();
        await first.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await Expect(second).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/Account/Login"));
    }

    private static async Task<int> FigureAsync(IPage page, string id) =>
        int.Parse(await page.GetByTestId(id).InnerTextAsync(), System.Globalization.NumberStyles.AllowThousands, System.Globalization.CultureInfo.InvariantCulture);
}
