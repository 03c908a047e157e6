using System.Net;
using AngleSharp.Dom;
using NotifyPortal.Accounts;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Accounts;

public sealed class TwoFactorTests : AccountTest
{
    private readonly TestClock clock = new();

    public TwoFactorTests() => App = new PortalApp { Clock = clock };

    [Fact]
    public async Task A_code_of_the_app_is_the_second_step()
    {
        var (key, _) = await EnableAsync();
        var browser = await AfterPasswordAsync();

        Assert.False(await browser.IsSignedInAsync());
        await EnterAsync(browser, Authenticator.Code(key, clock.GetUtcNow()));

        Assert.True(await browser.IsSignedInAsync());
    }

    [Fact]
    public async Task The_same_code_does_not_work_twice()
    {
        var (key, _) = await EnableAsync();
        var code = Authenticator.Code(key, clock.GetUtcNow());
        await EnterAsync(await AfterPasswordAsync(), code);
        var second = await AfterPasswordAsync();

        var answer = await EnterAsync(second, code);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(await second.IsSignedInAsync());
    }

    [Fact]
    public async Task A_recovery_code_works_once()
    {
        var (_, codes) = await EnableAsync();
        var (first, second) = (await AfterPasswordAsync(), await AfterPasswordAsync());

        await first.SubmitAsync("/Account/LoginWithRecoveryCode", "login-with-recovery-code", ("Input.Code", codes[0]));
        await second.SubmitAsync("/Account/LoginWithRecoveryCode", "login-with-recovery-code", ("Input.Code", codes[0]));

        Assert.True(await first.IsSignedInAsync());
        Assert.False(await second.IsSignedInAsync());
    }

    [Fact]
    public void A_code_is_what_every_app_computes()
    {
        // RFC 6238, appendix B: the key is "12345678901234567890", the time 59 s.
        Assert.Equal("287082", Authenticator.Code("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", DateTimeOffset.FromUnixTimeSeconds(59)));
    }

    private async Task<(string Key, string[] RecoveryCodes)> EnableAsync()
    {
        await App.AddUserAsync("alice");
        var browser = await SignedInAsync(Alice);
        var page = await browser.OpenAsync("/Account/Manage/EnableAuthenticator");
        var key = page.QuerySelector("[data-testid=authenticator-key]")!.Text().Replace(" ", "", StringComparison.Ordinal);
        var answer = await browser.SubmitAsync("/Account/Manage/EnableAuthenticator", "enable-authenticator", ("Input.Code", Authenticator.Code(key, clock.GetUtcNow())));
        var codes = (await PortalBrowser.ReadAsync(answer)).QuerySelectorAll(".codes code").Select(c => c.Text()).ToArray();
        Assert.Equal(10, codes.Length);
        clock.Advance(TimeSpan.FromSeconds(30)); // the code that turned it on is used up

        return (key, codes);
    }

    private async Task<PortalBrowser> AfterPasswordAsync()
    {
        var browser = Browser();
        var answer = await browser.SignInAsync(Alice);
        Assert.Equal("/Account/LoginWith2fa", answer.Headers.Location!.AbsolutePath);

        return browser;
    }

    private static Task<HttpResponseMessage> EnterAsync(PortalBrowser browser, string code) =>
        browser.SubmitAsync("/Account/LoginWith2fa", "login-with-2fa", ("Input.Code", code));
}
