using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace NotifyPortal.Tests.EndToEnd;

public sealed class PasskeyTests(Chromium chromium, DemoPortal portal) : BrowserTest(chromium, portal)
{
    [Fact]
    public async Task A_passkey_signs_its_owner_in()
    {
        var page = await OpenAsync();
        await AddAuthenticatorAsync(page);
        // The virtual authenticator would take up the browser's own offer before the button can be pressed.
        await page.AddInitScriptAsync("PublicKeyCredential.isConditionalMediationAvailable = async () => false");

        await SignInAsync(page, Bob);
        await page.GotoAsync("/Account/Manage/Passkeys");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await page.GetByLabel("Name").FillAsync("Laptop");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.GetByText("Laptop").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page).ToHaveURLAsync("/Account/Login");
        await page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync();
        await Expect(page).ToHaveURLAsync("/");

        await page.GotoAsync("/Account/Manage");
        Assert.Equal("Bob Tanaka", await page.GetByLabel("Name").InputValueAsync());
    }

    private static async Task AddAuthenticatorAsync(IPage page)
    {
        var devTools = await page.Context.NewCDPSessionAsync(page);
        await devTools.SendAsync("WebAuthn.enable");
        await devTools.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new
            {
                protocol = "ctap2",
                transport = "internal",
                hasResidentKey = true,
                hasUserVerification = true,
                isUserVerified = true,
                automaticPresenceSimulation = true,
            },
        });
    }
}
