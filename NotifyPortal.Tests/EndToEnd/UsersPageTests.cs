using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace NotifyPortal.Tests.EndToEnd;

public sealed class UsersPageTests(Chromium chromium, DemoPortal portal) : BrowserTest(chromium, portal)
{
    [Fact]
    public async Task An_admin_locks_an_account_after_a_question_and_the_other_admin_sees_it()
    {
        var name = await AddUserAsync();
        var page = await OpenUsersAsync();
        var other = await OpenUsersAsync();

        await Row(page, name).GetByRole(AriaRole.Button, new() { Name = "Lock" }).ClickAsync();
        await Row(page, name).GetByTestId("confirm").ClickAsync();

        await Expect(Row(page, name).GetByText("Locked", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(Row(other, name).GetByText("Locked", new() { Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_password_link_is_shown_to_be_copied()
    {
        var name = await AddUserAsync();
        var page = await OpenUsersAsync();

        await Row(page, name).GetByRole(AriaRole.Button, new() { Name = "Password link" }).ClickAsync();

        Assert.StartsWith($"{Portal.Url}/Account/ResetPassword", await Row(page, name).GetByTestId("one-time-link").InputValueAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_admin_links_a_GitHub_login_and_hears_when_it_cannot_be()
    {
        var (name, login) = (await AddUserAsync(), $"o{Guid.NewGuid():N}");
        var page = await OpenUsersAsync();
        await Row(page, name).GetByRole(AriaRole.Button, new() { Name = "GitHub" }).ClickAsync();

        await Row(page, name).GetByTestId("github-login").FillAsync("no such login");
        await Row(page, name).GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(Row(page, name).GetByText("GitHub knows no such login")).ToBeVisibleAsync();

        await Row(page, name).GetByTestId("github-login").FillAsync($"@{login}");
        await Row(page, name).GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(Row(page, name).GetByText($"{login} on GitHub")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_last_admin_hears_why_not()
    {
        var page = await OpenUsersAsync();

        await Row(page, "Ada Okafor").GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Row(page, "Ada Okafor").GetByTestId("confirm").ClickAsync();

        await Expect(page.GetByText("This is the last active admin")).ToBeVisibleAsync();
    }

    /// <summary>An account made from the command line, and the name it is shown by.</summary>
    private async Task<string> AddUserAsync()
    {
        var name = $"u{Guid.NewGuid():N}";
        await Portal.CommandAsync("users", "add", "--email", $"{name}@demo.local");

        return name;
    }

    private async Task<IPage> OpenUsersAsync()
    {
        var page = await SignInAsync(await OpenAsync(), Admin);
        await GoAsync(page, "/admin/users");

        return page;
    }

    private static ILocator Row(IPage page, string name) => page.Locator("li.user", new() { HasText = name });
}
