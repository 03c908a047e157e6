using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using NotifyPortal.Accounts;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Accounts;

public sealed class AdministrationTests : AccountTest
{
    private AccountAdministration Administration => App.Get<AccountAdministration>();

    [Fact]
    public async Task Locking_ends_all_sign_ins_by_the_next_request()
    {
        var (alice, _, admin) = await GivenAsync();
        PortalBrowser[] hers = [await SignedInAsync(Alice), await SignedInAsync(Alice)];
        Assert.True(await hers[0].IsSignedInAsync());

        await Administration.LockAsync(admin, alice.Id);

        Assert.All(hers, browser => Assert.False(browser.IsSignedInAsync().GetAwaiter().GetResult()));
    }

    [Fact]
    public async Task Unlocking_lets_them_in_again()
    {
        var (alice, _, admin) = await GivenAsync();
        await Administration.LockAsync(admin, alice.Id);

        await Administration.UnlockAsync(admin, alice.Id);

        await SignedInAsync(Alice);
    }

    [Fact]
    public async Task Deleting_takes_sign_ins_and_notifications()
    {
        var (alice, _, admin) = await GivenAsync();
        var browser = await SignedInAsync(Alice);
        await App.Get<NotificationService>().CreateAsync(alice.Id, new NotificationDraft { Title = "Hello" });

        await Administration.DeleteAsync(admin, alice.Id);

        Assert.False(await browser.IsSignedInAsync());
        Assert.Equal(0, await ReadAsync(db => db.Set<SignIn>().CountAsync(s => s.UserId == alice.Id)));
        Assert.Equal(0, await ReadAsync(db => db.Set<Recipient>().CountAsync(r => r.UserId == alice.Id)));
        Assert.Equal("Alice", Assert.Single(await ActivitiesAsync("account.deleted")).TargetName);
    }

    [Fact]
    public async Task A_new_role_ends_the_sign_ins_it_did_not_count_for()
    {
        var (alice, _, admin) = await GivenAsync();
        var browser = await SignedInAsync(Alice);

        await Administration.SetAdminAsync(admin, alice.Id, true);

        Assert.False(await browser.IsSignedInAsync());
    }

    [Fact]
    public async Task An_admin_who_steps_down_stays_signed_in_without_the_role()
    {
        await App.AddUserAsync("ada", Roles.Admin);
        await App.AddUserAsync("alice", Roles.Admin);
        var browser = await SignedInAsync(Alice);
        var hers = await ReadAsync(db => db.Set<SignIn>().SingleAsync());
        var principal = new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, hers.UserId), new(PortalClaims.SignInId, hers.Id)], "test"));
        await browser.OpenAsync("/admin/users");

        await Administration.SetAdminAsync(principal, hers.UserId, false);

        Assert.True(await browser.IsSignedInAsync());
        Assert.Equal(System.Net.HttpStatusCode.Found, (await browser.Http.GetAsync("/admin/users")).StatusCode);
    }

    [Fact]
    public async Task The_last_admin_stays()
    {
        var (_, ada, admin) = await GivenAsync();

        Assert.Equal(AccountChange.LastAdmin, await Administration.SetAdminAsync(admin, ada.Id, false));
        Assert.Equal(AccountChange.LastAdmin, await Administration.LockAsync(admin, ada.Id));
        Assert.Equal(AccountChange.LastAdmin, await Administration.DeleteAsync(admin, ada.Id));
        Assert.Equal(AccountChange.LastAdmin, await Administration.DeleteOwnAsync(ada));
    }

    [Fact]
    public async Task A_locked_admin_does_not_count_as_one()
    {
        var (_, ada, admin) = await GivenAsync();
        var second = await App.AddUserAsync("alan", Roles.Admin);
        await Administration.LockAsync(admin, second.Id);

        Assert.Equal(AccountChange.LastAdmin, await Administration.SetAdminAsync(admin, ada.Id, false));
    }

    [Fact]
    public async Task Two_admins_who_demote_each_other_at_once_leave_one()
    {
        var ada = await App.AddUserAsync("ada", Roles.Admin);
        var alan = await App.AddUserAsync("alan", Roles.Admin);
        var (adas, alans) = (await PrincipalAsync(ada), await PrincipalAsync(alan));

        await Task.WhenAll(Administration.SetAdminAsync(adas, alan.Id, false), Administration.SetAdminAsync(alans, ada.Id, false));

        Assert.Equal(1, await ReadAsync(db => db.UserRoles.CountAsync()));
    }

    [Fact]
    public async Task Two_admins_who_step_down_at_once_leave_one()
    {
        var ada = await App.AddUserAsync("ada", Roles.Admin);
        var alan = await App.AddUserAsync("alan", Roles.Admin);
        var (adas, alans) = (await PrincipalAsync(ada), await PrincipalAsync(alan));

        var changes = await Task.WhenAll(Administration.SetAdminAsync(adas, ada.Id, false), Administration.SetAdminAsync(alans, alan.Id, false));

        Assert.Equal([AccountChange.Done, AccountChange.LastAdmin], changes.Order());
    }

    [Fact]
    public async Task A_claim_to_be_admin_is_not_believed()
    {
        var (alice, ada, _) = await GivenAsync();
        var liar = await PrincipalAsync(alice, Roles.Admin);

        Assert.Equal(AccountChange.NotAllowed, await Administration.LockAsync(liar, ada.Id));
        Assert.Empty((await App.Get<AccountList>().ListAsync(liar, null, 1)).Items);
    }

    [Fact]
    public async Task An_admin_whose_sign_in_has_ended_may_nothing()
    {
        var (alice, ada, admin) = await GivenAsync();
        await App.Get<SignInStore>().EndOthersAsync(ada.Id, null);

        Assert.Equal(AccountChange.NotAllowed, await Administration.LockAsync(admin, alice.Id));
    }

    [Fact]
    public async Task Each_act_is_recorded_with_who_did_it()
    {
        var (alice, ada, admin) = await GivenAsync();

        await Administration.LockAsync(admin, alice.Id);

        var entry = Assert.Single(await ActivitiesAsync("account.locked"));
        Assert.Equal((ada.Id, alice.Id), (entry.ActorId, entry.TargetId));
    }

    [Fact]
    public async Task An_issued_link_sets_a_password()
    {
        var (alice, _, admin) = await GivenAsync();

        var (_, link) = await Administration.IssueLinkAsync(admin, alice.Id, "http://localhost/");
        await Browser().SubmitAsync(link!, "reset-password", ("Input.Password", "from-a-fresh-link"), ("Input.ConfirmPassword", "from-a-fresh-link"));

        await SignedInAsync(Alice, "from-a-fresh-link");
    }

    [Fact]
    public async Task An_added_user_sets_a_password_and_signs_in()
    {
        var (_, _, admin) = await GivenAsync();

        var (_, _, link) = await Administration.AddAsync(admin, "dora@example.org", "Dora", false, "http://localhost/");
        await Browser().SubmitAsync(link!, "reset-password", ("Input.Password", "from-a-fresh-link"), ("Input.ConfirmPassword", "from-a-fresh-link"));

        await SignedInAsync("dora@example.org", "from-a-fresh-link");
    }

    [Theory]
    [InlineData("ALI")]
    [InlineData("alice@")]
    public async Task Search_finds_names_and_addresses(string search)
    {
        var (_, _, admin) = await GivenAsync();

        var listing = await App.Get<AccountList>().ListAsync(admin, search, 1);

        Assert.Equal("Alice", Assert.Single(listing.Items).Name);
    }

    private async Task<(PortalUser Alice, PortalUser Ada, ClaimsPrincipal Admin)> GivenAsync()
    {
        var alice = await App.AddUserAsync("alice");
        var ada = await App.AddUserAsync("ada", Roles.Admin);

        return (alice, ada, await PrincipalAsync(ada));
    }
}
