using System.Net;
using AngleSharp.Dom;
using NotifyPortal.Accounts;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Accounts;

public sealed class SigningInTests : AccountTest
{
    [Fact]
    public async Task Who_registers_and_confirms_can_sign_in_and_out()
    {
        var browser = Browser();

        var registered = await RegisterAsync(browser, "carol@example.org");
        await browser.OpenAsync(await LinkOnPageAsync(browser, registered));
        await browser.SignInAsync("carol@example.org");
        Assert.True(await browser.IsSignedInAsync());
        await browser.SignOutAsync();

        Assert.False(await browser.IsSignedInAsync());
    }

    [Fact]
    public async Task Registered_is_not_confirmed()
    {
        var browser = Browser();
        await RegisterAsync(browser, "carol@example.org");

        var answer = await browser.SignInAsync("carol@example.org");

        Assert.Contains("Confirm your e-mail address first", await ErrorAsync(answer));
    }

    [Fact]
    public async Task Registering_a_known_address_answers_like_a_new_one()
    {
        await App.AddUserAsync("alice");

        var known = await RegisterAsync(Browser(), Alice);
        var unknown = await RegisterAsync(Browser(), "nobody@example.org");

        Assert.Equal(unknown.Headers.Location!.AbsolutePath, known.Headers.Location!.AbsolutePath);
    }

    [Fact]
    public async Task A_short_password_is_refused_beside_its_field()
    {
        var answer = await Browser().SubmitAsync("/Account/Register", "register", ("Input.DisplayName", "Carol"), ("Input.Email", "carol@example.org"),
            ("Input.Password", "too-short"), ("Input.ConfirmPassword", "too-short"));

        var page = await PortalBrowser.ReadAsync(answer);
        Assert.Contains("12 to 128", page.QuerySelector("#Password-error")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_address_get_the_same_answer()
    {
        await App.AddUserAsync("alice");

        var wrong = await ErrorAsync(await Browser().SignInAsync(Alice, "not-her-password"));
        var unknown = await ErrorAsync(await Browser().SignInAsync("nobody@example.org", "not-her-password"));

        Assert.Equal(unknown, wrong);
    }

    [Fact]
    public async Task After_five_wrong_passwords_the_right_one_does_not_help()
    {
        await App.AddUserAsync("alice");
        var browser = Browser();

        for (var i = 0; i < 5; i++)
        {
            await browser.SignInAsync(Alice, "not-her-password");
        }

        await browser.SignInAsync(Alice);
        Assert.False(await browser.IsSignedInAsync());
    }

    [Fact]
    public async Task A_typed_password_is_not_sent_back()
    {
        var answer = await Browser().SignInAsync("nobody@example.org", "not-her-password");

        Assert.DoesNotContain("not-her-password", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_locked_account_is_told_so()
    {
        var alice = await App.AddUserAsync("alice");
        var admin = await PrincipalAsync(await App.AddUserAsync("ada", Roles.Admin));
        await App.Get<AccountAdministration>().LockAsync(admin, alice.Id);

        var answer = await Browser().SignInAsync(Alice);

        Assert.Contains("locked", await ErrorAsync(answer));
    }

    [Fact]
    public async Task A_visitor_is_led_to_the_sign_in_and_back()
    {
        await App.AddUserAsync("alice");
        var browser = Browser();

        var turned = await browser.Http.GetAsync("/Account/Manage/Sessions");
        Assert.Equal("/Account/Login?ReturnUrl=%2FAccount%2FManage%2FSessions", turned.Headers.Location!.OriginalString);
        var answer = await browser.SignInAsync(Alice, path: turned.Headers.Location.OriginalString);

        Assert.Equal("/Account/Manage/Sessions", answer.Headers.Location!.AbsolutePath);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("/\t/evil.example/")]
    [InlineData("javascript:alert(1)")]
    public async Task A_return_address_elsewhere_leads_home(string elsewhere)
    {
        await App.AddUserAsync("alice");

        var answer = await Browser().SignInAsync(Alice, path: $"/Account/Login?ReturnUrl={Uri.EscapeDataString(elsewhere)}");

        Assert.Equal("http://localhost/", answer.Headers.Location!.AbsoluteUri);
    }

    [Fact]
    public async Task Someone_without_the_role_does_not_see_the_users_page()
    {
        await App.AddUserAsync("alice");
        var browser = await SignedInAsync(Alice);

        var answer = await browser.Http.GetAsync("/admin/users");

        Assert.StartsWith("/Account/AccessDenied", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_out_needs_the_form()
    {
        await App.AddUserAsync("alice");
        var browser = await SignedInAsync(Alice);

        var answer = await browser.Http.PostAsync("/Account/Logout", new FormUrlEncodedContent([]));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.True(await browser.IsSignedInAsync());
    }

    private static Task<HttpResponseMessage> RegisterAsync(PortalBrowser browser, string email) =>
        browser.SubmitAsync("/Account/Register", "register", ("Input.DisplayName", "Carol"), ("Input.Email", email),
            ("Input.Password", PortalApp.Password), ("Input.ConfirmPassword", PortalApp.Password));

    private static async Task<string> ErrorAsync(HttpResponseMessage answer) =>
        (await PortalBrowser.ReadAsync(answer)).QuerySelector("[role=alert]")!.Text();
}
