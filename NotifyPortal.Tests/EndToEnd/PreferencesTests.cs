using Microsoft.Playwright;
using NotifyPortal.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace NotifyPortal.Tests.EndToEnd;

public sealed class PreferencesTests(Chromium chromium, DemoPortal portal) : BrowserTest(chromium, portal)
{
    [Fact]
    [Rule("8.4")]
    public async Task A_switch_is_worked_by_keyboard_shows_in_the_other_tab_and_is_undone()
    {
        var first = await SignInAsync(await OpenAsync(), Bob);
        await GoAsync(first, "/notifications/preferences");
        var second = await TabAsync(first.Context);
        await GoAsync(second, "/notifications/preferences");

        await Switch(first).FocusAsync();
        await first.Keyboard.PressAsync("Space");

        await Expect(Switch(second)).ToHaveAttributeAsync("aria-checked", "false");
        await Expect(Switch(first)).ToBeFocusedAsync();

        await first.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(Switch(second)).ToHaveAttributeAsync("aria-checked", "true");
    }

    [Fact]
    [Rule("8.5")]
    public async Task A_row_of_the_bell_mutes_its_type_and_the_panel_stays_open()
    {
        var bob = await SignInAsync(await OpenAsync(), Bob);
        await Bell(bob).ClickAsync();
        var menu = PanelRows(bob).First.Locator("summary");

        await menu.FocusAsync();
        await bob.Keyboard.PressAsync("Enter");
        await PanelRows(bob).First.GetByTestId("mute").FocusAsync();
        await bob.Keyboard.PressAsync("Enter");

        await Expect(bob.GetByTestId("bell-panel").GetByTestId("undo")).ToContainTextAsync("would have hidden");
        await Expect(PanelRows(bob)).ToHaveCountAsync(10);
        await Expect(menu).ToBeFocusedAsync();
        await bob.GetByTestId("bell-panel").GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(bob.GetByTestId("bell-panel").GetByTestId("undo")).ToContainTextAsync("Undone");
    }

    private static ILocator Switch(IPage page) => page.GetByTestId("preference-posts.likes").GetByRole(AriaRole.Switch);
}
