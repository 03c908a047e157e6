using Microsoft.Playwright;
using NotifyPortal.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace NotifyPortal.Tests.EndToEnd;

public sealed class StreamTests(Chromium chromium, DemoPortal portal) : BrowserTest(chromium, portal)
{
    [Fact]
    [Rule("7.2")]
    public async Task A_browsers_own_event_source_reads_the_stream_of_its_session()
    {
        using var sender = await SenderAsync();
        var page = await OpenAsync();
        await page.GotoAsync("/Account/Login");
        await page.EvaluateAsync("""
            () => new Promise(ready => {
              window.told = [];
              const stream = new EventSource("/notifications/stream");
              stream.addEventListener("notification", e => told.push(JSON.parse(e.data).payload.title));
              stream.addEventListener("sync", ready);
            })
            """);

        await SendAsync(sender, $$"""{"session":"{{await SessionAsync(page)}}","title":"For this browser"}""");

        await Until.TrueAsync(async () => await page.EvaluateAsync<string>("() => told.join()") == "For this browser", "the event source tells of it");
    }

    [Fact]
    [Rule("6")]
    public async Task A_signed_in_page_toasts_what_is_sent_to_its_browser_and_what_passes_clears_by_itself()
    {
        using var sender = await SenderAsync();
        var alice = await SignInAsync(await OpenAsync(), Alice);

        await SendAsync(sender, $$"""{"session":"{{await SessionAsync(alice)}}","title":"For this browser"}""");
        await Expect(alice.GetByTestId("toast")).ToContainTextAsync("For this browser");
        await alice.GetByRole(AriaRole.Button, new() { Name = "Close For this browser" }).ClickAsync();
        await Expect(alice.GetByTestId("toast")).ToHaveCountAsync(0);

        await SendAsync(sender, """{"recipient":"alice@demo.local","mode":"ephemeral","title":"Passing by"}""");
        await Expect(alice.GetByTestId("toast")).ToContainTextAsync("Passing by");
        await Expect(alice.Locator(".toast__time")).ToBeVisibleAsync();
        await alice.GetByTestId("toast").HoverAsync();
        Assert.Equal("paused", await alice.Locator(".toast__time").EvaluateAsync<string>("bar => getComputedStyle(bar).animationPlayState"));
        await alice.Mouse.MoveAsync(5, 5);
        await Expect(alice.GetByTestId("toast")).ToHaveCountAsync(0);

        await GoAsync(alice, "/notifications");
        await Expect(Rows(alice).Filter(new() { HasText = "For this browser" })).ToHaveCountAsync(0);
    }

    private static Task<string> SessionAsync(IPage page) => page.EvaluateAsync<string>("async () => (await (await fetch('/api/v1/session')).json()).id");

    private static async Task SendAsync(HttpClient sender, string json)
    {
        using var response = await sender.PostAsync("/api/v1/notifications", new StringContent(json, null, "application/json"));
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    private async Task<HttpClient> SenderAsync()
    {
        var key = (await Portal.CommandAsync("keys", "create", "--name", $"Stream {Guid.NewGuid():N}", "--scopes", "notifications:send")).Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1].Trim();
        var client = new HttpClient { BaseAddress = new Uri(Portal.Url) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);

        return client;
    }
}
