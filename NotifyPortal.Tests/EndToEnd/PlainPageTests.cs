using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using NotifyPortal.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace NotifyPortal.Tests.EndToEnd;

/// <summary>A page of plain HTML with the script on it, against the portal itself.</summary>
public sealed partial class PlainPageTests(Chromium chromium, DemoPortal portal) : BrowserTest(chromium, portal)
{
    private string? key;

    [Fact]
    public async Task What_is_sent_to_a_visitors_browser_shows_there_alone_and_a_broadcast_everywhere()
    {
        var mine = await OpenPlainAsync();
        var others = await OpenPlainAsync();

        await SendAsync(new { session = await SessionAsync(mine), title = "Your order", group = "order" });
        await Expect(Texts(mine)).ToHaveTextAsync(["Your order"]);
        await SendAsync(new { session = await SessionAsync(mine), title = "Your order is packed", group = "order" });
        await Expect(Texts(mine)).ToHaveTextAsync(["Your order is packed"]);
        await SendAsync(new { broadcast = true, title = "Back in five minutes" });

        await Expect(Texts(mine)).ToHaveTextAsync(["Your order is packed", "Back in five minutes"]);
        await Expect(Texts(others)).ToHaveTextAsync(["Back in five minutes"]);
    }

    [Fact]
    public async Task What_was_closed_or_shown_before_does_not_come_again()
    {
        var page = await OpenPlainAsync();
        await SendAsync(new { session = await SessionAsync(page), title = "Closed" });
        await SendAsync(new { session = await SessionAsync(page), title = "Shown" });
        await Expect(Texts(page)).ToHaveTextAsync(["Closed", "Shown"]);
        var answer = page.WaitForResponseAsync(r => r.Request.Method == "DELETE");
        await page.GetByRole(AriaRole.Button, new() { Name = "Close: Closed" }).ClickAsync();
        Assert.Equal(200, (await answer).Status);

        await page.ReloadAsync();
        await ConnectedAsync(page);

        await Expect(page.Locator("#log li")).ToHaveTextAsync([new Regex("Shown")]);
        await Expect(Toasts(page)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_sign_in_page_tells_a_visitor_too()
    {
        var plain = await OpenPlainAsync();
        var page = await TabAsync(plain.Context);
        await page.GotoAsync("/Account/Login");
        await ConnectedAsync(page);
        var session = await SessionAsync(plain);
        await plain.CloseAsync();

        await SendAsync(new { session, title = "Come in" });

        await Expect(Texts(page)).ToHaveTextAsync(["Come in"]);
    }

    [Fact]
    public async Task A_restart_of_the_server_loses_nothing()
    {
        var page = await OpenPlainAsync();
        var session = await SessionAsync(page);
        await SendAsync(new { session, title = "Before" });
        await Expect(Texts(page)).ToHaveTextAsync(["Before"]);

        await Portal.StopAsync();
        await StatusAsync(page, status => status != "connected");
        await Portal.StartAsync();
        await SendAsync(new { session, title = "After" });

        await Expect(Texts(page)).ToHaveTextAsync(["Before", "After"]);
        await ConnectedAsync(page);
    }

    [Fact]
    public async Task Signed_in_it_follows_the_inbox_and_after_the_sign_out_nothing_of_it_stays()
    {
        var email = await AddUserAsync();
        var page = await SignInAsync(await OpenAsync(), email);
        await page.GotoAsync("/plain.html");
        await ConnectedAsync(page);
        await page.EvaluateAsync("fetch('/api/v1/inbox/seen', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{\"all\":true}' })");
        await Expect(page.Locator("#unread")).ToHaveTextAsync("0"); // it was told of its own sign-in
        await Expect(Toasts(page)).ToHaveCountAsync(0);
        await SendAsync(new { recipient = email, title = "First" });
        await SendAsync(new { recipient = email, title = "Second" });
        await Expect(Texts(page)).ToHaveTextAsync(["First", "Second"]);
        await Expect(page.Locator("#unread")).ToHaveTextAsync("2");

        var inbox = await TabAsync(page.Context);
        await GoAsync(inbox, "/notifications");
        await Rows(inbox).First.HoverAsync();
        await Rows(inbox).First.GetByRole(AriaRole.Button, new() { Name = "Mark as seen" }).ClickAsync();
        await Expect(Texts(page)).ToHaveTextAsync(["First"]);
        await Expect(page.Locator("#unread")).ToHaveTextAsync("1");

        await inbox.GetByRole(AriaRole.Button, new() { Name = "account of" }).ClickAsync();
        await inbox.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await Expect(page.Locator("#unread")).ToHaveTextAsync("0");
        await Expect(Toasts(page)).ToHaveCountAsync(0);
        await ConnectedAsync(page);
    }

    private async Task<IPage> OpenPlainAsync()
    {
        var page = await OpenAsync();
        await page.GotoAsync("/plain.html");
        await ConnectedAsync(page);

        return page;
    }

    // Not by the browser's own waiting: the pages' policy forbids what it would evaluate.
    private static Task StatusAsync(IPage page, Func<string?, bool> status) =>
        Until.TrueAsync(async () => status(await page.EvaluateAsync<string?>("window.notifyPortal?.status")), "the script's status");

    private static Task ConnectedAsync(IPage page) => StatusAsync(page, status => status == "connected");

    private static async Task<string> SessionAsync(IPage page)
    {
        await Expect(page.Locator("#session")).ToHaveTextAsync(SessionId());

        return await page.Locator("#session").InnerTextAsync();
    }

    private static ILocator Toasts(IPage page) => page.GetByTestId("toast");

    private static ILocator Texts(IPage page) => Toasts(page).Locator(".notify-toast__body");

    private async Task SendAsync(object notification)
    {
        key ??= (await Portal.CommandAsync("keys", "create", "--name", $"k{Guid.NewGuid():N}", "--scopes", "notifications:send,admin")).Split('\n')[^1].Trim();
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", key);
        using var answer = await http.PostAsJsonAsync($"{Portal.Url}/api/v1/notifications", notification);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>An account without any notifications, and its address.</summary>
    private async Task<string> AddUserAsync()
    {
        var email = $"u{Guid.NewGuid():N}@demo.local";
        var said = await Portal.CommandAsync("users", "add", "--email", email);
        var page = await OpenAsync();
        await page.GotoAsync(Link().Match(said).Value);
        await page.GetByLabel("New password", new() { Exact = true }).FillAsync("Notify-demo-1!");
        await page.GetByLabel("New password again").FillAsync("Notify-demo-1!");
        await page.GetByRole(AriaRole.Button, new() { Name = "Set password" }).ClickAsync();
        await Expect(page).Not.ToHaveURLAsync(new Regex("code=", RegexOptions.IgnoreCase));
        await page.Context.CloseAsync();

        return email;
    }

    [GeneratedRegex("^[0-9a-f]{32}$")]
    private static partial Regex SessionId();

    [GeneratedRegex(@"/Account/ResetPassword\S+")]
    private static partial Regex Link();
}
