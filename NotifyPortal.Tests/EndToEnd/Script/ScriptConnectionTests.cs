using NotifyPortal.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace NotifyPortal.Tests.EndToEnd.Script;

/// <summary>When the script connects, lets go and comes back, and what it says of that.</summary>
public sealed class ScriptConnectionTests(Chromium chromium) : ScriptTest(chromium)
{
    [Fact]
    public async Task It_is_connected_when_the_opening_is_complete_not_when_the_line_is()
    {
        var page = await OpenAsync();
        var stream = await Server.NextAsync();
        await stream.TellAsync(Message(1, "Replayed"));
        await Expect(Toasts(page)).ToHaveCountAsync(1);
        Assert.Equal(["connecting"], await StatusesAsync(page));

        await stream.SendAsync("sync", "", "1");

        await StatusAsync(page, "connected");
        Assert.Equal(["connecting", "connected"], await StatusesAsync(page));
    }

    [Fact]
    public async Task Without_the_focus_it_lets_go_and_does_not_reconnect_until_it_has_it_again()
    {
        var page = await OpenAsync(clock: true);
        var stream = await Server.ConnectedAsync();
        await StatusAsync(page, "connected");

        await BlurAsync(page);
        await stream.Ended.Task.WaitAsync(Until.Deadline);
        await page.Clock.FastForwardAsync(120_000);
        Assert.Equal(0, Server.Waiting);
        await FocusAsync(page);
        await Server.ConnectedAsync();

        await StatusAsync(page, "connected");
        Assert.Equal(["connecting", "connected", "disconnected", "suspended", "connecting", "connected"], await StatusesAsync(page));
    }

    [Fact]
    public async Task While_it_waits_to_reconnect_losing_the_focus_calls_that_off()
    {
        var page = await OpenAsync(clock: true);
        (await Server.ConnectedAsync()).End();
        await StatusAsync(page, "reconnecting");

        await BlurAsync(page);
        await page.Clock.FastForwardAsync(120_000);

        Assert.Equal("suspended", (await StatusesAsync(page))[^1]);
        Assert.Equal(0, Server.Waiting);
    }

    [Fact]
    public async Task A_break_is_mended_and_the_cursor_goes_along()
    {
        var page = await OpenAsync(clock: true);
        var stream = await Server.ConnectedAsync();
        await stream.TellAsync(Message(4, "x"), "1:4");
        await Expect(Toasts(page)).ToHaveCountAsync(1);

        stream.End();
        await StatusAsync(page, "reconnecting");
        await page.Clock.FastForwardAsync(3000);

        Assert.Equal("1:4", (await Server.ConnectedAsync()).Cursor);
        await StatusAsync(page, "connected");
        Assert.Equal(["connecting", "connected", "disconnected", "reconnecting", "connecting", "connected"], await StatusesAsync(page));
    }

    [Fact]
    public async Task After_a_farewell_it_comes_back_in_one_to_three_seconds()
    {
        var page = await OpenAsync(clock: true);
        var stream = await Server.ConnectedAsync();
        await StatusAsync(page, "connected");

        await stream.TellAsync(Disconnecting);
        await StatusAsync(page, "reconnecting");
        await page.Clock.RunForAsync(999);
        Assert.Equal("reconnecting", (await StatusesAsync(page))[^1]);
        await page.Clock.RunForAsync(2001);

        await Server.NextAsync();
    }

    [Fact]
    public async Task A_silent_line_is_renewed_and_a_comment_keeps_it()
    {
        var page = await OpenAsync(clock: true);
        var stream = await Server.ConnectedAsync();
        await StatusAsync(page, "connected");
        await page.Clock.FastForwardAsync(40_000);
        await stream.WriteAsync(": keepalive\n\n");
        await stream.SendAsync("unread", """{"count":1}"""); // so that it is known to have been read
        await page.WaitForFunctionAsync("notifyPortal.unreadCount === 1");
        await page.Clock.FastForwardAsync(40_000);
        Assert.Equal("connected", (await StatusesAsync(page))[^1]);

        await page.Clock.FastForwardAsync(6_000);

        await stream.Ended.Task.WaitAsync(Until.Deadline);
        await StatusAsync(page, "reconnecting");
        await page.Clock.FastForwardAsync(3000);
        await Server.ConnectedAsync();
        await StatusAsync(page, "connected");
    }

    [Fact]
    public async Task Offline_it_lets_go_and_online_it_is_back_at_once()
    {
        var page = await OpenAsync(clock: true);
        var stream = await Server.ConnectedAsync();
        await StatusAsync(page, "connected");

        await Browser.SetOfflineAsync(true);
        await stream.Ended.Task.WaitAsync(Until.Deadline);
        await StatusAsync(page, "reconnecting");
        await Browser.SetOfflineAsync(false);

        await Server.ConnectedAsync();
        await StatusAsync(page, "connected");
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public async Task Lines_end_as_they_like_and_break_anywhere(string end)
    {
        var page = await OpenAsync();
        var stream = await Server.ConnectedAsync();

        foreach (var letter in $": comment\n\nevent: notification\nid: 1:2\ndata: {Message(2, "Grüße 😀")}\n\n: x\n".ReplaceLineEndings(end).EnumerateRunes())
        {
            await stream.WriteAsync(letter.ToString());
        }

        await Expect(Texts(page)).ToHaveTextAsync("Grüße 😀");
    }

    [Fact]
    public async Task Rows_that_the_replay_does_not_bring_leave_and_others_stay()
    {
        var page = await OpenAsync(clock: true);
        var stream = await Server.ConnectedAsync(Message(1, "Dismissed elsewhere"), Message(2, "Still unread"));
        await page.EvaluateAsync("notifyPortal.configure({ timeseries: { autoClear: false } })");
        await stream.TellAsync(Message(3, "Series", mode: "timeseries"));
        await Expect(Toasts(page)).ToHaveCountAsync(3);

        stream.End();
        await StatusAsync(page, "reconnecting");
        await page.Clock.FastForwardAsync(3000);
        await Server.ConnectedAsync(Message(2, "Still unread"));

        await Expect(Texts(page)).ToHaveTextAsync(["Still unread", "Series"]);
        Assert.Equal(3, (await HeardAsync(page, "notification")).Count); // a replay of what the page knows is no news
    }

    [Fact]
    public async Task When_the_server_cannot_say_what_has_gone_all_that_it_does_not_bring_leaves()
    {
        var page = await OpenAsync(clock: true);
        await page.EvaluateAsync("notifyPortal.configure({ timeseries: { autoClear: false } })");
        var stream = await Server.ConnectedAsync(Message(1, "One"), Message(2, "Two"), Message(3, "Series", mode: "timeseries"));
        await Expect(Toasts(page)).ToHaveCountAsync(3);

        stream.End();
        await StatusAsync(page, "reconnecting");
        await page.Clock.FastForwardAsync(3000);
        stream = await Server.NextAsync();
        await stream.SendAsync("resync", "");
        await stream.TellAsync(Message(2, "Two"));
        await stream.SendAsync("sync", "", "9");

        await Expect(Texts(page)).ToHaveTextAsync(["Two"]);
    }

    [Fact]
    public async Task After_a_sign_out_nothing_of_the_former_user_stays()
    {
        Server.User = "alice";
        Server.Head = "<script>addEventListener('load', () => notifyPortal.configure({ persistLastSeen: true, ephemeral: { autoClear: false } }))</script>";
        var page = await OpenAsync(clock: true);
        var stream = await Server.ConnectedAsync(Message(1, "For Alice"), Message(2, "For the browser"));
        await stream.TellAsync(Message(3, "Passing", mode: "ephemeral"));
        await Expect(Toasts(page)).ToHaveCountAsync(3);
        await stream.SendAsync("unread", """{"count":5}""");
        await page.WaitForFunctionAsync("notifyPortal.unreadCount === 5");

        Server.User = "";
        await stream.TellAsync(Disconnecting.Replace("shutdown", "revoked", StringComparison.Ordinal));
        await StatusAsync(page, "reconnecting");
        await Expect(Toasts(page).First).ToBeHiddenAsync();
        await page.Clock.FastForwardAsync(3000);
        stream = await Server.NextAsync();
        await page.WaitForFunctionAsync("notifyPortal.unreadCount === 0");
        await Expect(Toasts(page).First).ToBeHiddenAsync();
        await stream.TellAsync(Message(2, "For the browser"));
        await stream.SendAsync("sync", "", "2");

        await Expect(Texts(page)).ToHaveTextAsync(["For the browser"]);
        await Expect(Toasts(page)).ToBeVisibleAsync();
        Assert.Equal([5, 0], (await HeardAsync(page, "unread")).Select(u => u.GetProperty("count").GetInt32()));
        stream.End();
        await StatusAsync(page, "reconnecting");
        await page.Clock.FastForwardAsync(3000);
        Assert.Equal("2", (await Server.NextAsync()).Cursor);
    }

    [Fact]
    public async Task A_page_that_loads_after_the_sign_out_asks_for_nothing_of_the_former_users()
    {
        Server.User = "alice";
        Server.Body = "<script type=module>notifyPortal.configure({ persistLastSeen: true })</script>";
        var page = await OpenAsync();
        await Server.ConnectedAsync(Message(1, "For Alice"));
        await Expect(Toasts(page)).ToHaveCountAsync(1);

        Server.User = "";
        await page.ReloadAsync();
        await Server.ConnectedAsync();
        await StatusAsync(page, "connected");

        Assert.Equal("""{"count":0}""", Assert.Single(await HeardAsync(page, "unread")).GetRawText());
        Assert.Null(await page.EvaluateAsync<double?>("notifyPortal.lastSeen"));
    }
}
