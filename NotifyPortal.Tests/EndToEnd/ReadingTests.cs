using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace NotifyPortal.Tests.EndToEnd;

public sealed class ReadingTests(Chromium chromium, DemoPortal portal) : BrowserTest(chromium, portal)
{
    [Fact]
    public async Task Page_two_and_back()
    {
        var alice = await SignInAsync(await OpenAsync(), Alice);
        await GoAsync(alice, "/notifications");
        var first = await Rows(alice).First.InnerTextAsync();
        await Expect(alice.Locator(".pager__place")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^1–25 of "));

        await alice.GetByTestId("next-page").ClickAsync();
        await Expect(alice.Locator(".pager__place")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^26–50 of "));
        Assert.NotEqual(first, await Rows(alice).First.InnerTextAsync());

        await alice.GoBackAsync();
        await Expect(alice.Locator(".pager__place")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^1–25 of "));
        await alice.GoForwardAsync();
        await Expect(alice.Locator(".pager__place")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^26–50 of "));

        await alice.GetByTestId("previous-page").ClickAsync();
        await Expect(alice.Locator(".pager__place")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^1–25 of "));
        Assert.EndsWith("/notifications", alice.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_bell_opens_and_closes_by_keyboard_and_keeps_the_focus()
    {
        var alice = await SignInAsync(await OpenAsync(), Alice);
        await Bell(alice).FocusAsync();

        await alice.Keyboard.PressAsync("Enter");
        await Expect(PanelRows(alice)).ToHaveCountAsync(10);
        await Expect(Bell(alice)).ToHaveAttributeAsync("aria-expanded", "true");

        await alice.Keyboard.PressAsync("Escape");
        await Expect(alice.GetByTestId("bell-panel")).ToBeHiddenAsync();
        await Expect(Bell(alice)).ToBeFocusedAsync();
        await Expect(Bell(alice)).ToHaveAttributeAsync("aria-expanded", "false");
    }

    [Fact]
    public async Task After_a_dismiss_the_focus_stands_on_the_next_row()
    {
        var alice = await SignInAsync(await OpenAsync(), Alice);
        await Bell(alice).ClickAsync();
        var second = await PanelRows(alice).Nth(1).GetAttributeAsync("data-id");

        await PanelRows(alice).First.GetByRole(AriaRole.Button, new() { Name = "Dismiss" }).FocusAsync();
        await alice.Keyboard.PressAsync("Enter");

        await Expect(PanelRows(alice).First).ToHaveAttributeAsync("data-id", second!);
        await Expect(PanelRows(alice).First.GetByRole(AriaRole.Link).First).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Opening_a_row_marks_it_seen_and_goes_there()
    {
        var alice = await SignInAsync(await OpenAsync(), Alice);
        await Portal.SendAsync(Alice, "The way home", "/?from=bell");
        await Bell(alice).ClickAsync();
        var row = PanelRows(alice).First;
        await Expect(row).ToContainTextAsync("The way home");
        var id = await row.GetAttributeAsync("data-id");

        await row.GetByRole(AriaRole.Link).ClickAsync();

        await Expect(alice).ToHaveURLAsync("/?from=bell");
        await GoAsync(alice, "/notifications");
        await Expect(alice.Locator($"[data-testid=inbox-list] .item[data-id='{id}']:not(.item--unread)")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Opening_a_row_in_a_new_tab_marks_it_seen_too()
    {
        var alice = await SignInAsync(await OpenAsync(), Alice);
        await GoAsync(alice, "/notifications");
        await Portal.SendAsync(Alice, "Beside this page", "/?from=tab");
        await Expect(Rows(alice).First).ToContainTextAsync("Beside this page");

        var tab = await alice.Context.RunAndWaitForPageAsync(() =>
            Rows(alice).First.GetByRole(AriaRole.Link).ClickAsync(new() { Modifiers = [KeyboardModifier.Control] }));

        await Expect(tab).ToHaveURLAsync("/?from=tab");
        await Expect(Rows(alice).First).Not.ToHaveClassAsync(new System.Text.RegularExpressions.Regex("item--unread"));
        Assert.EndsWith("/notifications", alice.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_narrow_phone_nothing_runs_out_of_the_page_and_a_row_has_its_menu()
    {
        var alice = await SignInAsync(await OpenAsync(360, 740, touch: true), Alice);

        foreach (var path in new[] { "/", "/notifications/preferences", "/notifications" })
        {
            await GoAsync(alice, path);
            Assert.Equal((path, 360), (path, await alice.EvaluateAsync<int>("document.documentElement.scrollWidth")));
        }

        await Expect(Rows(alice)).ToHaveCountAsync(25);
        var first = await Rows(alice).First.GetAttributeAsync("data-id");
        await Rows(alice).First.Locator("summary").TapAsync();
        await Rows(alice).First.Locator(".menu__list").GetByText("Dismiss").TapAsync();
        await Expect(Rows(alice).First).Not.ToHaveAttributeAsync("data-id", first!);

        await alice.GetByRole(AriaRole.Button, new() { Name = "Menu" }).TapAsync();
        await alice.Locator("nav").GetByText("Home").TapAsync();
        await Expect(alice).ToHaveURLAsync("/");
        await Expect(alice.Locator("#nav")).ToBeHiddenAsync();

        await Bell(alice).TapAsync();
        await Expect(PanelRows(alice)).ToHaveCountAsync(10);
        Assert.Equal(360, await alice.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    [Fact]
    public async Task Admin_pages_fit_a_narrow_phone_too()
    {
        await Portal.CommandAsync("keys", "create", "--name", "For the phone", "--scopes", "activities:write");
        var admin = await SignInAsync(await OpenAsync(360, 740, touch: true), Admin);

        foreach (var path in new[] { "/admin/notifications", "/admin/modules", "/admin/activity", "/admin/types", "/admin/topics", "/admin/skipped", "/admin/users", "/admin/keys", "/docs" })
        {
            await GoAsync(admin, path);
            await Expect(admin.Locator("h1")).ToBeVisibleAsync();
            Assert.Equal((path, 360), (path, await admin.EvaluateAsync<int>("document.documentElement.scrollWidth")));
        }

        await GoAsync(admin, "/admin/keys");
        await Expect(admin.GetByTestId("key-row").First).ToBeVisibleAsync();
        Assert.Equal(360, await admin.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    [Fact]
    public async Task The_theme_is_chosen_and_kept()
    {
        var page = await OpenAsync();
        await page.GotoAsync("/");
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "light");

        await page.Locator("[data-theme-toggle]").ClickAsync();
        await page.Locator("[data-theme-toggle]").ClickAsync();
        await page.ReloadAsync();

        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
    }
}
