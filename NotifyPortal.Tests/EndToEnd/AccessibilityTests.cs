using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace NotifyPortal.Tests.EndToEnd;

public sealed class AccessibilityTests(Chromium chromium, DemoPortal portal) : BrowserTest(chromium, portal)
{
    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Axe_finds_nothing_on_the_pages_of_visitors(ColorScheme theme)
    {
        var page = await OpenAsync(theme: theme);

        foreach (var path in new[] { "/", "/docs", "/Account/Login", "/Account/Register", "/Account/ForgotPassword", "/plain.html" })
        {
            await page.GotoAsync(path);
            await page.EvaluateAsync("document.querySelectorAll('main details').forEach(d => d.open = true)");
            await NothingFoundAsync(page, path);
        }
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Axe_finds_nothing_on_bell_inbox_and_account(ColorScheme theme)
    {
        var alice = await SignInAsync(await OpenAsync(theme: theme), Alice);

        foreach (var path in new[] { "/", "/notifications", "/notifications?dismissed=only", "/notifications/preferences" })
        {
            await GoAsync(alice, path);
            await NothingFoundAsync(alice, path);
        }

        await Bell(alice).ClickAsync();
        await Expect(PanelRows(alice)).ToHaveCountAsync(10);
        await NothingFoundAsync(alice, "bell");
        await PanelRows(alice).First.HoverAsync();
        await PanelRows(alice).First.Locator("summary").ClickAsync();
        await PanelRows(alice).First.GetByRole(AriaRole.Button, new() { Name = "Why did I get this?" }).ClickAsync();
        await Expect(alice.GetByTestId("why")).ToContainTextAsync("You got this");
        await PanelRows(alice).Nth(1).HoverAsync();
        await PanelRows(alice).Nth(1).Locator("summary").ClickAsync();
        await NothingFoundAsync(alice, "menu and why of a row");

        foreach (var path in new[] { "/Account/Manage", "/Account/Manage/Sessions", "/Account/Manage/Passkeys" })
        {
            await alice.GotoAsync(path);
            await NothingFoundAsync(alice, path);
        }
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Axe_finds_nothing_on_the_admin_pages(ColorScheme theme)
    {
        var admin = await SignInAsync(await OpenAsync(theme: theme), Admin);

        foreach (var path in new[] { "/admin/notifications", "/admin/notifications/1", "/admin/settings", "/admin/modules", "/admin/activity", "/admin/types", "/admin/topics", "/admin/skipped", "/admin/users", "/admin/keys" })
        {
            await GoAsync(admin, path);
            await NothingFoundAsync(admin, path);
        }

        await GoAsync(admin, "/admin/notifications");
        await admin.GetByTestId("compose").ClickAsync();
        await Expect(admin.GetByLabel("Title")).ToBeVisibleAsync();
        await NothingFoundAsync(admin, "compose");
    }

    private static async Task NothingFoundAsync(IPage page, string where)
    {
        // What is still fading in has no contrast of its own yet.
        await page.EvaluateAsync("Promise.all(document.getAnimations().map(a => a.finished.catch(() => {})))");
        var found = await page.RunAxe();

        Assert.True(found.Violations.Length == 0, where + ": " + string.Join("\n", found.Violations.Select(v =>
            $"{v.Id}: {v.Help} {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html + " " + string.Join(";", n.Any.Select(a => a.Message))))}")));
    }
}
