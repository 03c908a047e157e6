using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace NotifyPortal.Tests.EndToEnd.Script;

/// <summary>What a page's own code is told, and what it can set.</summary>
public sealed class ScriptEventTests(Chromium chromium) : ScriptTest(chromium)
{
    [Fact]
    public async Task A_notification_is_an_event_with_its_detail_and_a_toast()
    {
        var page = await OpenAsync();
        var stream = await Server.ConnectedAsync();

        await stream.TellAsync(Message(7, "Hello", group: "g", at: 1700000000.123456));

        await Expect(Texts(page)).ToHaveTextAsync("Hello");
        var detail = Assert.Single(await HeardAsync(page, "notification"));
        Assert.Equal(
            """{"id":"7","type":"generic","mode":"queued","created_at":1700000000.123456,"group":"g","payload":{"title":"Hello","text":null,"severity":"info","link":null},"updated":false}""",
            detail.GetRawText());
        Assert.Equal(1700000000.123456, await page.EvaluateAsync<double>("notifyPortal.lastSeen"));
    }

    [Fact]
    public async Task A_page_that_handles_it_itself_sees_no_toast()
    {
        Server.Head = "<script>document.addEventListener('notify:notification', e => { if (e.cancelable && e.bubbles && e.detail.id === '1') e.preventDefault(); });</script>";
        var page = await OpenAsync();
        var stream = await Server.ConnectedAsync();

        await stream.TellAsync(Message(1, "Mine"));
        await stream.TellAsync(Message(2, "Yours"));

        await Expect(Texts(page)).ToHaveTextAsync(["Yours"]);
        Assert.Equal(2, (await HeardAsync(page, "notification")).Count);
    }

    [Theory]
    [InlineData("", "Generic")]
    [InlineData("<script>document.documentElement.dataset.toastAll = ''</script>", "Own,Generic")]
    public async Task Only_generic_ones_toast_by_themselves(string head, string toasts)
    {
        Server.Head = head;
        var page = await OpenAsync();
        var stream = await Server.ConnectedAsync();

        await stream.TellAsync(Message(1, "Own", type: "chat"));
        await stream.TellAsync(Message(2, "Generic"));

        await Expect(Texts(page)).ToHaveTextAsync(toasts.Split(','));
        Assert.Equal(2, (await HeardAsync(page, "notification")).Count);
    }

    [Fact]
    public async Task Control_messages_reach_no_listener()
    {
        var page = await OpenAsync();
        var stream = await Server.ConnectedAsync(Message(1, "Here"));
        await Expect(Toasts(page)).ToHaveCountAsync(1);

        await stream.TellAsync(Dismissed(1));
        await Expect(Toasts(page)).ToHaveCountAsync(0);
        await stream.TellAsync(Disconnecting);
        await Server.ConnectedAsync();
        await StatusAsync(page, "connected");

        Assert.Single(await HeardAsync(page, "notification"));
    }

    [Fact]
    public async Task The_unread_count_is_told()
    {
        var page = await OpenAsync();
        var stream = await Server.ConnectedAsync();

        await stream.SendAsync("unread", """{"count":3}""");

        await page.WaitForFunctionAsync("notifyPortal.unreadCount === 3");
        Assert.Equal("""{"count":3}""", Assert.Single(await HeardAsync(page, "unread")).GetRawText());
    }

    [Fact]
    public async Task Dismissing_in_code_asks_the_server_and_says_what_became_of_it()
    {
        var page = await OpenAsync();
        await Server.ConnectedAsync(Message(1, "One"), Message(2, "Two", group: "a/b"));
        await Expect(Toasts(page)).ToHaveCountAsync(2);

        Assert.True(await page.EvaluateAsync<bool>("notifyPortal.dismiss(1)"));
        Assert.True(await page.EvaluateAsync<bool>("notifyPortal.dismissGroup('a/b')"));

        await Expect(Toasts(page)).ToHaveCountAsync(0);
        Assert.Equal(["1", "group/a%2Fb"], Server.Dismissed);
        Assert.Empty(await HeardAsync(page, "error"));
    }

    [Theory]
    [InlineData("module")]
    [InlineData("text/javascript")]
    public async Task It_is_a_module_or_a_classic_script_and_loads_once(string type)
    {
        Server.Body = $"<script type={type} src=/notify-portal.js></script>";
        var page = await OpenAsync();
        var stream = await Server.ConnectedAsync();

        await stream.TellAsync(Message(1, "Once"));

        await Expect(Toasts(page)).ToHaveCountAsync(1);
        Assert.Single(await HeardAsync(page, "notification"));
        Assert.Equal(0, Server.Waiting);
    }

    [Fact]
    public async Task The_last_seen_time_asks_for_what_came_later()
    {
        Server.Body = "<script type=module>notifyPortal.lastSeen = 1700000000.5</script>";
        await OpenAsync();

        var stream = await Server.NextAsync();

        Assert.Equal(("?since=1700000000.5", ""), (stream.Query, stream.Cursor));
    }

    [Fact]
    public async Task The_cursor_resumes_and_a_time_set_by_hand_goes_along_once()
    {
        var page = await OpenAsync(clock: true);
        var stream = await Server.ConnectedAsync();
        await stream.TellAsync(Message(5, "x"), "5");
        await Expect(Toasts(page)).ToHaveCountAsync(1);

        await page.EvaluateAsync("notifyPortal.lastSeen = 3");
        stream.End();
        await StatusAsync(page, "reconnecting");
        await page.Clock.FastForwardAsync(3000);
        stream = await Server.ConnectedAsync(Message(5, "x"));
        Assert.Equal(("?since=3", "5"), (stream.Query, stream.Cursor));
        await StatusAsync(page, "connected");
        stream.End();
        await StatusAsync(page, "reconnecting");
        await page.Clock.FastForwardAsync(3000);
        stream = await Server.NextAsync();

        Assert.Equal(("", "1"), (stream.Query, stream.Cursor));
    }

    [Fact]
    public async Task The_last_seen_time_outlives_a_reload_when_it_is_to()
    {
        Server.Body = "<script type=module>notifyPortal.configure({ persistLastSeen: true })</script>";
        var page = await OpenAsync();
        await Server.ConnectedAsync(Message(9, "x", at: 12.25));
        await Expect(Toasts(page)).ToHaveCountAsync(1);

        await page.ReloadAsync();

        Assert.Equal("?since=12.25", (await Server.NextAsync()).Query);
    }

    [Fact]
    public async Task A_status_indicator_says_how_it_stands()
    {
        Server.Body = """
            <p id=place></p>
            <script type=module>notifyPortal.configure({ statusIndicator: { enabled: true, element: "#place", labels: { connected: "All well" } } })</script>
            """;
        var page = await OpenAsync();
        await Expect(page.Locator("#place")).ToHaveTextAsync("Connecting…");

        await Server.ConnectedAsync();

        await Expect(page.Locator("#place")).ToHaveTextAsync("All well");
        await Expect(page.Locator("#place")).ToHaveAttributeAsync("role", "status");
        await page.EvaluateAsync("notifyPortal.configure({ statusIndicator: { element: null } })");
        await Expect(page.Locator(".notify-status")).ToHaveTextAsync("All well");
        await page.EvaluateAsync("notifyPortal.configure({ statusIndicator: { enabled: false } })");
        await Expect(page.Locator(".notify-status")).ToHaveCountAsync(0);
    }
}
