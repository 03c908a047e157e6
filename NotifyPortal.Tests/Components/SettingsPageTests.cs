using Bunit;
using Microsoft.Extensions.Options;
using NotifyPortal.Activities;
using NotifyPortal.Admin;
using NotifyPortal.Notifications.Retention;
using NotifyPortal.Settings;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Components;

public sealed class SettingsPageTests : PageTest
{
    private const string Days = "setting-Retention:Days";

    [Fact]
    [Rule("11.6")]
    public async Task An_admin_sets_an_option_and_takes_it_back()
    {
        var page = CircuitOf(Alice, "Admin").Render<SettingsPage>();

        await Input(page).ChangeAsync(new() { Value = "30" });
        page.WaitForAssertion(() => Assert.Contains("Alice", page.Find(Row).TextContent, StringComparison.Ordinal));
        Assert.Equal(30, App.Get<IOptionsMonitor<RetentionOptions>>().CurrentValue.Days);

        await page.Find($"{Row} button").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Empty(page.FindAll($"{Row} button")));
        Assert.Null(App.Get<IOptionsMonitor<RetentionOptions>>().CurrentValue.Days);
        var log = (await App.Get<ActivityLog>().ListAsync(new ActivityQuery())).Items;
        Assert.Equal(["""{"from":"30","to":null}""", """{"from":null,"to":"30"}"""], log.Where(a => a.Action == "setting.changed").Select(a => a.Metadata));
    }

    [Fact]
    [Rule("11.6")]
    public async Task What_cannot_be_is_said_at_the_field()
    {
        var page = CircuitOf(Alice, "Admin").Render<SettingsPage>();

        await Input(page).ChangeAsync(new() { Value = "forever" });

        page.WaitForAssertion(() => Assert.Contains("forever", page.Find($"{Row} [role=alert]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    [Rule("11.6")]
    public async Task Another_admins_page_follows()
    {
        var page = CircuitOf(Alice, "Admin").Render<SettingsPage>();

        await App.Get<SettingsService>().SetAsync("Retention:Days", "31", "Bob", (_, _) => { });

        page.WaitForAssertion(() => Assert.Equal("31", Input(page).GetAttribute("value")));
    }

    [Fact]
    [Rule("P11")]
    public async Task Who_is_no_admin_any_more_sets_nothing()
    {
        var page = CircuitOf(Alice, "Admin").Render<SettingsPage>();
        await RevokeAdminAsync(Alice);

        await Input(page).ChangeAsync(new() { Value = "30" });

        page.WaitForAssertion(() => Assert.NotNull(page.Find($"{Row} [role=alert]")));
        Assert.Null(App.Get<IOptionsMonitor<RetentionOptions>>().CurrentValue.Days);
    }

    private static string Row => $"[data-testid='{Days}']";

    private static AngleSharp.Dom.IElement Input(IRenderedComponent<SettingsPage> page) => page.Find($"{Row} input");
}
