using Bunit;
using NotifyPortal.Accounts;
using NotifyPortal.Activities;
using NotifyPortal.Admin;
using NotifyPortal.Api;
using NotifyPortal.Data;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Components;

public sealed class KeysPageTests : PageTest
{
    private KeyService Keys => App.Get<KeyService>();

    [Fact]
    public async Task A_new_key_is_shown_once_and_listed()
    {
        var page = CircuitOf(Alice, Roles.Admin).Render<KeysPage>();
        await page.ById("new-key").ClickAsync();
        await page.Find("#key-name").ChangeAsync("GitHub");

        await page.Find("form").SubmitAsync();

        var key = page.ById("new-key-value").GetAttribute("value")!;
        Assert.NotNull(await App.Get<ApiKeys>().VerifyAsync(key));
        page.WaitForAssertion(() => Assert.Contains("GitHub", page.ById("key-row").TextContent, StringComparison.Ordinal));
        await page.FindAll("button").Single(b => b.TextContent.Contains("I have copied it", StringComparison.Ordinal)).ClickAsync();
        Assert.DoesNotContain(key, page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_stands_beside_its_field()
    {
        var page = CircuitOf(Alice, Roles.Admin).Render<KeysPage>();
        await page.ById("new-key").ClickAsync();

        await page.Find("form").SubmitAsync();

        Assert.Contains("is required", page.Find(".field:has(#key-name) .error-text").TextContent, StringComparison.Ordinal);
        Assert.Empty(await Keys.ListAsync());
    }

    [Fact]
    public async Task A_key_is_revoked_only_after_it_was_said_what_that_means()
    {
        await Keys.CreateAsync(new KeyDraft("GitHub", [Scopes.Admin]), new InputErrors(), new Actor(null, "test"));
        var page = CircuitOf(Alice, Roles.Admin).Render<KeysPage>();
        await page.Find("[aria-label='Revoke GitHub']").ClickAsync();
        Assert.Contains("GitHub", page.Find("[role=alertdialog]").TextContent, StringComparison.Ordinal);
        Assert.Single(await Keys.ListAsync());

        await page.ById("confirm-revoke").ClickAsync();

        Assert.Empty(await Keys.ListAsync());
        Assert.Empty(page.AllById("key-row"));
    }

    [Fact]
    public async Task Keys_made_elsewhere_appear_by_themselves()
    {
        var page = CircuitOf(Alice, Roles.Admin).Render<KeysPage>();

        await Keys.CreateAsync(new KeyDraft("Elsewhere", [Scopes.Admin]), new InputErrors(), new Actor(null, "test"));

        page.WaitForAssertion(() => Assert.Contains("Elsewhere", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_is_no_admin_any_more_makes_no_key()
    {
        var page = CircuitOf(Alice, Roles.Admin).Render<KeysPage>();
        await RevokeAdminAsync(Alice);
        await page.ById("new-key").ClickAsync();
        await page.Find("#key-name").ChangeAsync("Mine");

        await page.Find("form").SubmitAsync();

        Assert.Empty(await Keys.ListAsync());
    }
}
