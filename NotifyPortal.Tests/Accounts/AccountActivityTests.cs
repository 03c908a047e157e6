using NotifyPortal.Accounts;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Accounts;

public sealed class AccountActivityTests : AccountTest
{
    [Fact]
    public async Task A_sign_in_from_a_new_device_is_told_to_its_user()
    {
        var alice = await App.AddUserAsync("alice");
        await SignedInAsync(Alice);

        await SignedInAsync(Alice, userAgent: PortalBrowser.Safari);

        Assert.Equal(["New sign-in from Safari on iPhone"], await HeadlinesAsync(alice));
        Assert.Single(await ActivitiesAsync("account.signed-in"));
    }

    [Fact]
    public async Task The_very_first_sign_in_is_no_news()
    {
        var alice = await App.AddUserAsync("alice");

        await SignedInAsync(Alice);

        Assert.Empty(await HeadlinesAsync(alice));
    }

    [Fact]
    public async Task A_known_device_is_no_news()
    {
        var alice = await App.AddUserAsync("alice");
        await SignedInAsync(Alice);

        await SignedInAsync(Alice);

        Assert.Empty(await HeadlinesAsync(alice));
    }

    [Fact]
    public async Task A_changed_password_is_told_to_who_changed_it()
    {
        var alice = await App.AddUserAsync("alice");
        var browser = await SignedInAsync(Alice);

        await browser.SubmitAsync("/Account/Manage/ChangePassword", "change-password",
            ("Input.OldPassword", PortalApp.Password), ("Input.Password", "another-horse-battery"), ("Input.ConfirmPassword", "another-horse-battery"));

        Assert.Equal(["Your password was changed"], await HeadlinesAsync(alice));
    }

    [Fact]
    public async Task A_changed_address_is_told_and_signs_in()
    {
        var alice = await App.AddUserAsync("alice");
        var browser = await SignedInAsync(Alice);
        var answer = await browser.SubmitAsync("/Account/Manage/Email", "change-email", ("Input.Email", "alice@new.example.org"));
        var link = (await PortalBrowser.ReadAsync(answer)).QuerySelector("[data-testid=account-link]")!.GetAttribute("href")!;

        await browser.OpenAsync(link);

        await SignedInAsync("alice@new.example.org");
        Assert.Equal(["Your e-mail address was changed"], await HeadlinesAsync(alice));
    }

    [Fact]
    public async Task A_role_given_by_an_admin_is_told_to_its_bearer()
    {
        var alice = await App.AddUserAsync("alice");
        var admin = await PrincipalAsync(await App.AddUserAsync("ada", Roles.Admin));

        await App.Get<AccountAdministration>().SetAdminAsync(admin, alice.Id, true);

        Assert.Equal(["You are an admin now"], await HeadlinesAsync(alice));
    }

    [Fact]
    public async Task Other_users_hear_nothing()
    {
        await App.AddUserAsync("alice");
        var bob = await App.AddUserAsync("bob");
        await SignedInAsync(Alice);

        await SignedInAsync(Alice, userAgent: PortalBrowser.Safari);

        Assert.Empty(await HeadlinesAsync(bob));
    }

    private async Task<string[]> HeadlinesAsync(PortalUser user) =>
        [.. (await App.Get<Inboxes>().Of(user.Id).ListAsync(new InboxQuery())).Page.Items.Select(n => n.Headline)];
}
