using System.Security.Claims;
using NotifyPortal.Accounts;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Accounts;

/// <summary>Who is who on GitHub is an admin's word: what GitHub tells may be private.</summary>
public sealed class GitHubLinkTests : AccountTest
{
    private AccountAdministration Administration => App.Get<AccountAdministration>();

    [Theory]
    [InlineData("Octocat", "octocat")]
    [InlineData(" @octo-Cat9 ", "octo-cat9")]
    [InlineData("mona_acme", "mona_acme")]
    [InlineData("a23456789-123456789-123456789-123456789", "a23456789-123456789-123456789-123456789")]
    public async Task An_admin_links_a_login_whatever_its_case(string typed, string kept)
    {
        var (alice, admin) = await GivenAsync();

        Assert.Equal(AccountChange.Done, await Administration.LinkGitHubAsync(admin, alice.Id, typed));

        Assert.Equal(kept, (await FindAsync(Alice))!.GitHubLogin);
        Assert.Equal(alice.Id, (await App.Get<GitHubLogins>().ResolveAsync([kept.ToUpperInvariant()]))[kept].Id);
        Assert.Single(await ActivitiesAsync("account.github-linked"));
    }

    [Theory]
    [InlineData("-octocat")]
    [InlineData("octocat-")]
    [InlineData("octo--cat")]
    [InlineData("octo cat")]
    [InlineData("octo.cat")]
    [InlineData("öctocat")]
    [InlineData("a23456789-123456789-123456789-1234567890")]
    public async Task What_GitHub_would_not_take_is_refused(string typed)
    {
        var (alice, admin) = await GivenAsync();

        Assert.Equal(AccountChange.Invalid, await Administration.LinkGitHubAsync(admin, alice.Id, typed));
    }

    [Fact]
    public async Task A_login_is_one_account_s()
    {
        var (alice, admin) = await GivenAsync();
        var bob = await App.AddUserAsync("bob");
        await Administration.LinkGitHubAsync(admin, alice.Id, "octocat");

        Assert.Equal(AccountChange.Taken, await Administration.LinkGitHubAsync(admin, bob.Id, "OCTOCAT"));
        Assert.Equal(AccountChange.Unchanged, await Administration.LinkGitHubAsync(admin, alice.Id, "OctoCat"));
    }

    [Fact]
    public async Task An_admin_takes_it_back_by_an_empty_one()
    {
        var (alice, admin) = await GivenAsync();
        await Administration.LinkGitHubAsync(admin, alice.Id, "octocat");

        Assert.Equal(AccountChange.Done, await Administration.LinkGitHubAsync(admin, alice.Id, " "));

        Assert.Null((await FindAsync(Alice))!.GitHubLogin);
    }

    [Fact]
    public async Task Nobody_says_of_themselves_who_they_are()
    {
        var (alice, _) = await GivenAsync();

        Assert.Equal(AccountChange.NotAllowed, await Administration.LinkGitHubAsync(await PrincipalAsync(alice, Roles.Admin), alice.Id, "octocat"));
    }

    [Fact]
    public async Task The_person_sees_it_and_unlinks_it()
    {
        var (alice, admin) = await GivenAsync();
        await Administration.LinkGitHubAsync(admin, alice.Id, "Octocat");
        var browser = await SignedInAsync(Alice);
        Assert.Contains("You are octocat there", (await browser.OpenAsync("/Account/Manage")).Body!.TextContent, StringComparison.Ordinal);

        await browser.SubmitAsync("/Account/Manage", "unlink-github");

        var page = await browser.OpenAsync("/Account/Manage");
        Assert.Contains("You are not linked with GitHub", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Empty(await App.Get<GitHubLogins>().ResolveAsync(["octocat"]));
        Assert.Single(await ActivitiesAsync("account.github-unlinked"));
    }

    [Fact]
    public async Task Unlinking_happens_once()
    {
        var (alice, admin) = await GivenAsync();
        await Administration.LinkGitHubAsync(admin, alice.Id, "octocat");

        Assert.True(await App.Get<GitHubLogins>().UnlinkAsync(alice));
        Assert.False(await App.Get<GitHubLogins>().UnlinkAsync(alice));
    }

    private async Task<(PortalUser Alice, ClaimsPrincipal Admin)> GivenAsync()
    {
        var alice = await App.AddUserAsync("alice");

        return (alice, await PrincipalAsync(await App.AddUserAsync("ada", Roles.Admin)));
    }
}
