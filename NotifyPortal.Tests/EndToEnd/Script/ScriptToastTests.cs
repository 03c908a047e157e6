using System.IO.Compression;
using Microsoft.Playwright;
using NotifyPortal.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace NotifyPortal.Tests.EndToEnd.Script;

/// <summary>What the script shows, for how long, and what its buttons do.</summary>
public sealed class ScriptToastTests(Chromium chromium) : ScriptTest(chromium)
{
    [Fact]
    public async Task The_script_is_small()
    {
        using var answer = await new HttpClient().GetAsync($"{Server.Url}/notify-portal.js");
        using var packed = new MemoryStream();

        await using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            await answer.Content.CopyToAsync(gzip);
        }

        Assert.InRange(packed.Length, 1, 10 * 1024);
    }

    [Theory]
    [InlineData(1200, 3)]
    [InlineData(400, 2)]
    public async Task Three_are_shown_on_a_phone_two_and_the_rest_wait(int width, int most)
    {
        var page = await OpenAsync();
        await page.SetViewportSizeAsync(width, 700);
        await Server.ConnectedAsync([.. Enumerable.Range(1, 6).Select(i => Message(i, $"No {i}"))]);
        await StatusAsync(page, "connected");
        await Expect(Texts(page)).ToHaveTextAsync([.. Enumerable.Range(1, most).Select(i => $"No {i}")]);

        await page.GetByRole(AriaRole.Button, new() { Name = "Close: No 1" }).ClickAsync();

        await Expect(Texts(page)).ToHaveTextAsync([.. Enumerable.Range(2, most).Select(i => $"No {i}")]);
    }

    [Fact]
    public async Task What_would_wait_beyond_five_is_one_line_that_shrinks()
    {
        var page = await OpenAsync();
        var stream = await Server.ConnectedAsync([.. Enumerable.Range(1, 20).Select(i => Message(i, $"No {i}"))]);

        await Expect(page.Locator(".notify-more")).ToContainTextAsync("12 more");
        await stream.TellAsync(Dismissed(20));
        await stream.SendAsync("state", """{"ids":["19","18"],"seenAt":"2026-03-10T12:00:00Z","dismissedAt":null}""");
        await Expect(page.Locator(".notify-more")).ToContainTextAsync("9 more");
        await page.Locator(".notify-more").GetByRole(AriaRole.Button).ClickAsync();

        await Expect(page.Locator(".notify-more")).ToHaveCountAsync(0);
        await Expect(Toasts(page)).ToHaveCountAsync(3);
    }

    [Fact]
    public async Task Each_mode_has_its_time_and_a_queued_one_stays()
    {
        var page = await OpenAsync(clock: true);
        var stream = await Server.ConnectedAsync();
        await stream.TellAsync(Message(1, "Queued"));
        await stream.TellAsync(Message(2, "Series", mode: "timeseries"));
        await stream.TellAsync(Message(3, "Passing", mode: "ephemeral"));
        await Expect(Texts(page)).ToHaveTextAsync(["Queued", "Series", "Passing"]);
        await Expect(Toasts(page).GetByRole(AriaRole.Button)).ToHaveCountAsync(1);

        await page.Clock.RunForAsync(4_900);
        await Expect(Toasts(page)).ToHaveCountAsync(3);
        await page.Clock.RunForAsync(200);
        await Expect(Texts(page)).ToHaveTextAsync(["Queued", "Series"]);
        await page.Clock.RunForAsync(3_000);
        await Expect(Texts(page)).ToHaveTextAsync(["Queued"]);
        await page.Clock.RunForAsync(30_000);
        await Expect(Texts(page)).ToHaveTextAsync(["Queued"]);
    }

    [Fact]
    public async Task The_time_begins_when_it_is_shown_and_stops_under_the_pointer_and_the_focus()
    {
        var page = await OpenAsync(clock: true);
        await page.EvaluateAsync("notifyPortal.configure({ ephemeral: { dismiss: 'visual' } })");
        var stream = await Server.ConnectedAsync();

        foreach (var i in Enumerable.Range(1, 4))
        {
            await stream.TellAsync(Message(i, $"No {i}", mode: "ephemeral"));
        }

        await Expect(Toasts(page)).ToHaveCountAsync(3);
        await Toasts(page).First.HoverAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Close: No 2" }).FocusAsync();
        await page.Clock.RunForAsync(5_100);
        await Expect(Texts(page)).ToHaveTextAsync(["No 1", "No 2", "No 4"]);
        await Toasts(page).First.HoverAsync(); // while one went and another came it moved, and may have left the pointer for the rest of that time
        await page.Clock.RunForAsync(5_100);
        await Expect(Texts(page)).ToHaveTextAsync(["No 1", "No 2"]);
        await page.Mouse.MoveAsync(1, 1);
        await page.EvaluateAsync("document.activeElement.blur()");
        await page.Clock.RunForAsync(4_700); // twice 100 ms it may have spent away from the pointer
        await Expect(Toasts(page)).ToHaveCountAsync(2);
        await page.Clock.RunForAsync(400);

        await Expect(Toasts(page)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_critical_one_is_an_alert_never_goes_by_itself_and_can_be_closed()
    {
        var page = await OpenAsync(clock: true);
        var stream = await Server.ConnectedAsync();
        await stream.TellAsync(Message(1, "Fire", mode: "ephemeral", severity: "critical"));
        await stream.TellAsync(Message(2, "Tea"));
        await Expect(Toasts(page)).ToHaveCountAsync(2); // or the silence is over before they have come, and the page asks anew
        await page.Clock.RunForAsync(60_000);

        await Expect(Toasts(page).First).ToHaveAttributeAsync("role", "alert");
        await Expect(Toasts(page).Last).ToHaveAttributeAsync("role", "status");
        await page.GetByRole(AriaRole.Button, new() { Name = "Close: Fire" }).ClickAsync();

        await Expect(Texts(page)).ToHaveTextAsync(["Tea"]);
        Assert.Empty(Server.Dismissed);
    }

    [Fact]
    public async Task Text_is_text_and_a_link_leads_to_a_page_or_nowhere()
    {
        var page = await OpenAsync();
        await Server.ConnectedAsync(
            Message(1, "<img src=x onerror=alert(1)>", link: "javascript:alert(1)"), Message(2, "//", link: "//evil.example"), Message(3, "Good", link: "/notifications"));

        await Expect(Texts(page).Nth(0)).ToHaveTextAsync("<img src=x onerror=alert(1)>");
        await Expect(page.Locator(".notify-toasts img")).ToHaveCountAsync(0);
        await Expect(Toasts(page).Locator("a")).ToHaveTextAsync(["Good"]);
        await Expect(Toasts(page).Locator("a")).ToHaveAttributeAsync("href", "/notifications");
    }

    [Fact]
    public async Task Closing_a_queued_one_dismisses_it()
    {
        var page = await OpenAsync();
        await Server.ConnectedAsync(Message(1, "Away"));

        await page.GetByRole(AriaRole.Button, new() { Name = "Close: Away" }).ClickAsync();

        await Expect(Toasts(page)).ToHaveCountAsync(0);
        await Until.TrueAsync(() => Server.Dismissed is ["1"], "the server is asked");
    }

    [Fact]
    public async Task A_refused_dismissal_is_told_and_the_toast_comes_back()
    {
        Server.DismissAnswer = 409;
        var page = await OpenAsync();
        await Server.ConnectedAsync(Message(1, "Stubborn"));

        await page.GetByRole(AriaRole.Button, new() { Name = "Close: Stubborn" }).ClickAsync();

        await page.WaitForFunctionAsync("heard.some(h => h.name === 'error')");
        Assert.Equal("""{"id":"1","status":409,"error":"notification is not dismissible"}""", Assert.Single(await HeardAsync(page, "error")).GetRawText());
        await Expect(Texts(page)).ToHaveTextAsync(["Stubborn"]);
    }

    [Fact]
    public async Task A_mode_beats_all_modes_and_all_modes_beat_the_defaults()
    {
        var page = await OpenAsync(clock: true);
        await page.EvaluateAsync("notifyPortal.configure({ '*': { dismiss: 'visual', autoClear: 1000 }, timeseries: { autoClear: false } })");
        var stream = await Server.ConnectedAsync();
        await stream.TellAsync(Message(1, "Queued"));
        await stream.TellAsync(Message(2, "Series", mode: "timeseries"));
        await Expect(Texts(page)).ToHaveTextAsync(["Queued", "Series"]);

        await page.Clock.RunForAsync(1_100);
        await Expect(Texts(page)).ToHaveTextAsync(["Series"]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Close: Series" }).ClickAsync();

        await Expect(Toasts(page)).ToHaveCountAsync(0);
        Assert.Empty(Server.Dismissed);
    }

    [Fact]
    public async Task The_next_one_of_a_group_changes_the_text_in_the_same_toast()
    {
        var page = await OpenAsync();
        await page.EvaluateAsync("notifyPortal.configure({ ephemeral: { autoClear: false } })");
        var stream = await Server.ConnectedAsync(Message(1, "Build 1 runs", group: "build"), Message(2, "Other"));
        await Expect(Toasts(page)).ToHaveCountAsync(2);
        await Toasts(page).First.EvaluateAsync("toast => toast.mark = 'same'");

        await stream.TellAsync(Dismissed(1));
        await stream.TellAsync(Message(3, "Build 1 is done", group: "build"));
        await stream.TellAsync(Message(4, "60 %", mode: "ephemeral", group: "build"));

        await Expect(Texts(page)).ToHaveTextAsync(["60 %", "Other"]);
        Assert.Equal("same", await Toasts(page).First.EvaluateAsync<string>("toast => toast.mark"));
    }

    [Fact]
    public async Task A_changed_one_changes_its_toast_and_lets_none_appear()
    {
        var page = await OpenAsync();
        var stream = await Server.ConnectedAsync(Message(1, "1 comment"));
        await Expect(Toasts(page)).ToHaveCountAsync(1);

        await stream.TellAsync(Message(1, "2 comments", updated: true, at: 5));
        await stream.TellAsync(Message(9, "Never shown", updated: true, at: 6));

        await Expect(Texts(page)).ToHaveTextAsync(["2 comments"]);
        await page.WaitForFunctionAsync("heard.filter(h => h.name === 'notification').length === 3");
        Assert.Equal([false, true, true], (await HeardAsync(page, "notification")).Select(n => n.GetProperty("updated").GetBoolean()));
    }

    [Fact]
    public async Task While_the_module_is_off_the_toasts_are_away()
    {
        var page = await OpenAsync();
        var stream = await Server.ConnectedAsync(Message(1, "Here"));
        await Expect(Toasts(page)).ToBeVisibleAsync();

        await stream.SendAsync("module", """{"key":"notifications","enabled":false}""");
        await Expect(Toasts(page)).ToBeHiddenAsync();
        await stream.SendAsync("module", """{"key":"notifications","enabled":true}""");
        await Expect(Toasts(page)).ToBeVisibleAsync();
        await stream.SendAsync("module", """{"key":"notifications","enabled":false}""");
        await Expect(Toasts(page)).ToBeHiddenAsync();
        await stream.TellAsync(Disconnecting);
        await Server.ConnectedAsync(Message(1, "Here")); // which says nothing of a module that is on

        await Expect(Toasts(page)).ToBeVisibleAsync();
    }
}
