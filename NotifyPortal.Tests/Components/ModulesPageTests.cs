using Bunit;
using NotifyPortal.Activities;
using NotifyPortal.Admin;
using NotifyPortal.Modules;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Components;

public sealed class ModulesPageTests : PageTest
{
    [Fact]
    public void A_module_stands_with_name_pages_and_its_switch()
    {
        var page = CircuitOf(Bob, "Admin").Render<ModulesPage>();

        var module = page.ById("module-notifications");
        Assert.Contains("Notifications", module.TextContent, StringComparison.Ordinal);
        Assert.Contains("/admin/notifications", module.InnerHtml, StringComparison.Ordinal);
        Assert.Equal("true", page.ById("module-switch-notifications").GetAttribute("aria-checked"));
    }

    [Fact]
    [Rule("10.2")]
    public async Task A_switch_made_elsewhere_shows_here()
    {
        var page = CircuitOf(Bob, "Admin").Render<ModulesPage>();

        await App.Get<ModuleService>().SetEnabledAsync(NotificationService.ModuleKey, false, new Actor(null, "Ada"));

        page.WaitForAssertion(() => Assert.Contains("Off since", page.ById("module-notifications").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_modules_own_figures_follow()
    {
        var page = CircuitOf(Bob, "Admin").Render<ModulesPage>();

        await SendAsync(Alice);

        page.WaitForAssertion(() => Assert.Equal("1", page.FindAll(".module__figures dd")[0].TextContent));
    }

    [Fact]
    public async Task Who_is_no_admin_any_more_switches_nothing()
    {
        var page = CircuitOf(Alice, "Admin").Render<ModuleSwitch>(p => p.Add(s => s.Module, NotificationService.ModuleKey));
        await RevokeAdminAsync(Alice);

        await page.ById("module-switch-notifications").ClickAsync(new());

        Assert.True(await App.Get<ModuleService>().IsEnabledAsync(NotificationService.ModuleKey));
    }

    [Fact]
    public async Task A_store_that_does_not_answer_is_said()
    {
        await BreakTableAsync("TypeTallies");

        Assert.Contains("The modules cannot be shown", CircuitOf(Bob, "Admin").Render<ModulesPage>().Markup, StringComparison.Ordinal);
    }
}
