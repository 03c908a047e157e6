using System.Net;
using NotifyPortal.Accounts;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Accounts;

public sealed class PasswordTests : AccountTest
{
    private const string Next = "another-horse-battery";

    [Fact]
    public async Task A_reset_link_sets_the_password_once()
    {
        await App.AddUserAsync("alice");
        var browser = Browser();
        var link = await LinkOnPageAsync(browser, await browser.SubmitAsync("/Account/ForgotPassword", "forgot-password", ("Input.Email", Alice)));

        var first = await ResetAsync(browser, link, Next);
        var second = await ResetAsync(browser, link, "yet-another-password");

        Assert.Equal(HttpStatusCode.Found, first.StatusCode);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        await SignedInAsync(Alice, Next);
    }

    [Fact]
    public async Task Of_two_who_use_a_link_at_once_one_wins()
    {
        var alice = await App.AddUserAsync("alice");
        var link = await WithAsync((AccountTokens tokens) => tokens.PasswordLinkAsync(alice, "http://localhost/"));

        var answers = await Task.WhenAll(ResetAsync(Browser(), link, "first-long-password"), ResetAsync(Browser(), link, "second-long-password"));

        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.Found);
    }

    [Fact]
    public async Task A_reset_ends_every_sign_in()
    {
        var alice = await App.AddUserAsync("alice");
        var browser = await SignedInAsync(Alice);
        var link = await WithAsync((AccountTokens tokens) => tokens.PasswordLinkAsync(alice, "http://localhost/"));

        await ResetAsync(Browser(), link, Next);

        Assert.False(await browser.IsSignedInAsync());
    }

    [Fact]
    public async Task Asking_for_a_link_answers_the_same_for_an_unknown_address()
    {
        await App.AddUserAsync("alice");

        var known = await Browser().SubmitAsync("/Account/ForgotPassword", "forgot-password", ("Input.Email", Alice));
        var unknown = await Browser().SubmitAsync("/Account/ForgotPassword", "forgot-password", ("Input.Email", "nobody@example.org"));

        Assert.Equal(unknown.StatusCode, known.StatusCode);
        Assert.Equal(unknown.Headers.Location!.AbsolutePath, known.Headers.Location!.AbsolutePath);
    }

    [Fact]
    public async Task A_changed_password_ends_the_other_sign_ins_and_keeps_this_one()
    {
        await App.AddUserAsync("alice");
        var here = await SignedInAsync(Alice);
        var there = await SignedInAsync(Alice);

        await ChangeAsync(here, PortalApp.Password);

        Assert.True(await here.IsSignedInAsync());
        Assert.False(await there.IsSignedInAsync());
        await SignedInAsync(Alice, Next);
    }

    [Fact]
    public async Task A_sign_in_begun_with_the_old_password_does_not_outlive_it()
    {
        var before = await App.AddUserAsync("alice");
        await ChangeAsync(await SignedInAsync(Alice), PortalApp.Password);

        var (id, _) = await App.Get<SignInStore>().BeginAsync(before, "Test", null);

        Assert.Null(await App.Get<SignInStore>().FindAsync(id));
    }

    [Fact]
    public async Task A_password_changes_only_for_who_knows_the_old_one()
    {
        await App.AddUserAsync("alice");
        var here = await SignedInAsync(Alice);

        await ChangeAsync(here, "not-her-password");

        await SignedInAsync(Alice);
        Assert.Empty(await ActivitiesAsync("account.password-changed"));
    }

    private static Task<HttpResponseMessage> ChangeAsync(PortalBrowser browser, string old) =>
        browser.SubmitAsync("/Account/Manage/ChangePassword", "change-password",
            ("Input.OldPassword", old), ("Input.Password", Next), ("Input.ConfirmPassword", Next));

    private static Task<HttpResponseMessage> ResetAsync(PortalBrowser browser, string link, string password) =>
        browser.SubmitAsync(link, "reset-password", ("Input.Password", password), ("Input.ConfirmPassword", password));
}
