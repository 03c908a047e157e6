using Microsoft.Playwright;
using NotifyPortal.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace NotifyPortal.Tests.EndToEnd.Script;

/// <summary>Several tabs of one browser.</summary>
public sealed class ScriptTabTests(Chromium chromium) : ScriptTest(chromium)
{
    private const string Persist = "<script type=module>notifyPortal.configure({ persistConnection: true })</script>";

    [Fact]
    public async Task Of_two_tabs_with_a_stream_each_one_toasts()
    {
        var first = await OpenAsync();
        var streams = new List<ScriptedStream.Connection> { await Server.ConnectedAsync() };
        var second = await OpenAsync();
        streams.Add(await Server.ConnectedAsync());

        await Task.WhenAll(streams.Select(stream => stream.TellAsync(Message(1, "Once"))));

        await Until.TrueAsync(async () => await first.EvaluateAsync<int>("heard.length") + await second.EvaluateAsync<int>("heard.length") == 6, "both have heard");
        await Until.TrueAsync(async () => await CountAsync(first, second) > 0, "a tab toasts");
        await SettledAsync(first, second);
        Assert.Equal(1, await CountAsync(first, second));
    }

    [Fact]
    public async Task What_was_toasted_is_not_toasted_again_on_replay_but_told()
    {
        var page = await OpenAsync();
        await Server.ConnectedAsync(Message(1, "Seen once"));
        await Expect(Toasts(page)).ToHaveCountAsync(1);

        await page.ReloadAsync();
        await Server.ConnectedAsync(Message(1, "Seen once"), Message(2, "New"));

        await Expect(Texts(page)).ToHaveTextAsync(["New"]);
        Assert.Equal(2, (await HeardAsync(page, "notification")).Count);
    }

    [Fact]
    public async Task One_tab_holds_the_stream_for_all_and_hands_it_on()
    {
        Server.Body = Persist;
        var first = await OpenAsync();
        var stream = await Server.ConnectedAsync(Message(1, "Replayed"));
        await StatusAsync(first, "connected");
        var second = await OpenAsync();
        await StatusAsync(second, "connected");
        Assert.Equal(0, Server.Waiting);
        Assert.Equal(["1"], (await HeardAsync(second, "notification")).Select(n => n.GetProperty("id").GetString()!));

        await stream.TellAsync(Message(2, "To both"), "1:2");
        await stream.SendAsync("unread", """{"count":2}""");
        await second.WaitForFunctionAsync("notifyPortal.unreadCount === 2");
        await Until.TrueAsync(async () => await CountAsync(first, second) == 2, "both are toasted, each once");
        await first.CloseAsync();

        var next = await Server.ConnectedAsync(Message(1, "Replayed"), Message(2, "To both"));
        Assert.Equal("1:2", next.Cursor);
        await StatusAsync(second, "connected");
        await next.TellAsync(Message(3, "After"));
        await Expect(Texts(second).Last).ToHaveTextAsync("After");
    }

    [Fact]
    public async Task A_held_stream_outlives_the_focus_and_is_renewed_after_half_a_minute_out_of_sight()
    {
        Server.Body = Persist;
        var page = await OpenAsync(clock: true);
        var stream = await Server.ConnectedAsync();
        await StatusAsync(page, "connected");

        await BlurAsync(page);
        await HideAsync(page, true);
        await page.Clock.FastForwardAsync(20_000);
        await HideAsync(page, false);
        Assert.Equal("connected", (await StatusesAsync(page))[^1]);
        Assert.False(stream.Ended.Task.IsCompleted);
        await stream.SendAsync("unread", """{"count":1}"""); // it is not silent
        await page.WaitForFunctionAsync("notifyPortal.unreadCount === 1");
        await HideAsync(page, true);
        await page.Clock.FastForwardAsync(31_000);
        await HideAsync(page, false);

        await Server.ConnectedAsync();
        await stream.Ended.Task.WaitAsync(Until.Deadline);
        await StatusAsync(page, "connected");
    }

    [Fact]
    public async Task A_tab_out_of_sight_toasts_when_it_is_seen()
    {
        Server.Body = Persist;
        var page = await OpenAsync();
        var stream = await Server.ConnectedAsync();
        await HideAsync(page, true);
        await stream.TellAsync(Message(1, "Later"));
        await page.WaitForFunctionAsync("heard.some(h => h.name === 'notification')");
        await Expect(Toasts(page)).ToHaveCountAsync(0);

        await HideAsync(page, false);

        await Expect(Texts(page)).ToHaveTextAsync(["Later"]);
    }

    [Fact]
    public async Task Another_tabs_sign_out_is_noticed()
    {
        Server.User = "alice";
        var first = await OpenAsync();
        await Server.ConnectedAsync(Message(1, "For Alice"));
        await Expect(Toasts(first)).ToHaveCountAsync(1);
        await BlurAsync(first);

        Server.User = "";
        var second = await OpenAsync();
        await Server.ConnectedAsync();
        await StatusAsync(second, "connected");

        await Expect(Toasts(first)).ToBeHiddenAsync();
        await first.WaitForFunctionAsync("notifyPortal.unreadCount === 0");
        await FocusAsync(first);
        Assert.Equal("", (await Server.ConnectedAsync()).Cursor);
        await Expect(Toasts(first)).ToHaveCountAsync(0);
    }

    // Whoever comes later has to wait for the claims of whoever came first.
    private static async Task SettledAsync(params IPage[] pages)
    {
        const string Await = """
            () => new Promise(resolve => {
              const opening = indexedDB.open("notify-portal", 1);
              opening.onsuccess = () => { opening.result.transaction("toasted", "readwrite").oncomplete = resolve; };
            })
            """;

        foreach (var page in pages)
        {
            await page.EvaluateAsync(Await);
        }
    }

    private static async Task<int> CountAsync(params IPage[] pages)
    {
        var count = 0;

        foreach (var page in pages)
        {
            count += await Toasts(page).CountAsync();
        }

        return count;
    }
}
