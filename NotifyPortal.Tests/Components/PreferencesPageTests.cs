using Bunit;
using NotifyPortal.Accounts;
using NotifyPortal.Activities;
using NotifyPortal.Modules;
using NotifyPortal.Notifications;
using NotifyPortal.Notifications.Preferences;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Components;

public sealed class PreferencesPageTests : PageTest
{
    [Fact]
    [Rule("8.4")]
    public async Task A_change_is_saved_at_once_and_shows_in_the_other_tab()
    {
        var page = PageOf(Alice);
        var other = PageOf(Alice);

        await SwitchAsync(page, "posts.likes");

        Assert.False(await App.Preferences().WantsAsync(Alice.Id, "posts.likes"));
        Assert.Equal("false", Switch(page, "posts.likes").GetAttribute("aria-checked"));
        other.WaitForAssertion(() => Assert.Equal("false", Switch(other, "posts.likes").GetAttribute("aria-checked")));
    }

    [Fact]
    [Rule("8.4")]
    public async Task A_change_is_undone()
    {
        var page = PageOf(Alice);
        await SwitchAsync(page, "posts.likes");
        Assert.Contains("Posts › Likes off.", page.ById("undo").TextContent, StringComparison.Ordinal);

        await page.Find(".undo__button").ClickAsync(new());

        Assert.True(await App.Preferences().WantsAsync(Alice.Id, "posts.likes"));
        page.WaitForAssertion(() => Assert.Equal("true", Switch(page, "posts.likes").GetAttribute("aria-checked")));
    }

    [Fact]
    [Rule("8.2")]
    public async Task While_a_base_is_off_its_subs_show_what_they_keep_and_cannot_be_set()
    {
        var page = PageOf(Alice);
        await SwitchAsync(page, "posts.likes");

        await SwitchAsync(page, "posts");

        Assert.Equal(("false", true), (Switch(page, "posts.likes").GetAttribute("aria-checked")!, Switch(page, "posts.likes").HasAttribute("disabled")));
        Assert.Equal(("true", true), (Switch(page, "posts.comments").GetAttribute("aria-checked")!, Switch(page, "posts.comments").HasAttribute("disabled")));
        Assert.Contains("off while Posts is off", Switch(page, "posts.comments").GetAttribute("aria-label")!, StringComparison.Ordinal);
    }

    [Fact]
    [Rule("8.4")]
    public async Task What_an_admin_requires_is_locked_on_open_pages_with_the_reason()
    {
        var page = PageOf(Alice);

        await App.RequireAsync("security", reason: "The law asks for it");

        page.WaitForAssertion(() => Assert.Contains("The law asks for it", page.ById("preference-security").TextContent, StringComparison.Ordinal));
        Assert.True(Switch(page, "security").HasAttribute("disabled"));
    }

    [Fact]
    [Rule("2.5")]
    public async Task What_was_not_delivered_stands_there_with_its_reason()
    {
        await App.MuteAsync(Alice, "posts");
        await Notifications.CreateAsync(Alice.Id, new NotificationDraft { Type = "posts", Title = "Unheard" });

        var part = PageOf(Alice).ById("not-delivered").TextContent;

        Assert.Contains("Unheard", part, StringComparison.Ordinal);
        Assert.Contains("You have muted this", part, StringComparison.Ordinal);
    }

    [Fact]
    [Rule("10.2")]
    public async Task Switching_the_module_off_takes_the_page_away()
    {
        var page = PageOf(Alice);

        await App.Get<ModuleService>().SetEnabledAsync(NotificationService.ModuleKey, false, new Actor(null, "Ada"));

        page.WaitForAssertion(() => Assert.Contains("switched off", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_store_that_does_not_answer_is_said()
    {
        await BreakTableAsync("Preferences");

        Assert.Contains("Your preferences cannot be shown", PageOf(Alice).Markup, StringComparison.Ordinal);
    }

    private IRenderedComponent<PreferencesPage> PageOf(PortalUser user)
    {
        var page = CircuitOf(user).Render<PreferencesPage>();
        page.WaitForAssertion(() => Assert.NotNull(page.Find("h1")));

        return page;
    }

    private static AngleSharp.Dom.IElement Switch(IRenderedComponent<PreferencesPage> page, string type) => page.Find($"[data-testid='preference-{type}'] [role=switch]");

    private static Task SwitchAsync(IRenderedComponent<PreferencesPage> page, string type) => Switch(page, type).ClickAsync(new());
}
