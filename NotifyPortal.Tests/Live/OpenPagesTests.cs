using System.Net.WebSockets;
using NotifyPortal.Accounts;
using NotifyPortal.Live;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Live;

public sealed class OpenPagesTests(ApiPortal portal) : OpenPagesTest(portal)
{
    [Fact]
    public async Task What_concerns_one_draws_nothing_on_the_pages_of_others()
    {
        var (alice, bob) = (await AddUserAsync(), await AddUserAsync());
        var (hers, _) = await SettledAsync(alice);
        var (his, drawn) = await SettledAsync(bob);
        var shown = hers.SeesAsync("Number 20");

        for (var i = 1; i <= 20; i++)
        {
            await SendAsync(alice, $"Number {i}");
        }

        await shown.WaitAsync(Until.Deadline);
        var told = his.SeesAsync("For Bob");
        await SendAsync(bob, "For Bob");
        await told.WaitAsync(Until.Deadline);

        // Whatever had been drawn for Alice's would stand before it.
        Assert.Contains("1 unread", drawn.First(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_burst_the_last_state_is_shown()
    {
        var alice = await AddUserAsync();
        var (page, _) = await SettledAsync(alice);
        var shown = page.SeesAsync("100 unread");

        await Task.WhenAll(Enumerable.Range(1, 100).Select(i => SendAsync(alice, $"Number {i}")));

        await shown.WaitAsync(Until.Deadline);
    }

    [Fact]
    public async Task Pages_that_have_closed_leave_nothing_behind()
    {
        var users = new List<PortalUser>();

        for (var i = 0; i < 5; i++)
        {
            users.Add(await AddUserAsync());
        }

        await Task.WhenAll(users.SelectMany(user => new[] { OpenAsync(user), OpenAsync(user, "/notifications") }));
        Assert.Equal(10, Portal.App.Get<CircuitCount>().Pages);

        await LeaveAllAsync();

        await Until.TrueAsync(() => Portal.App.Get<NotificationBroker>().SubscriberCount == 0, "nobody listens");
        await Until.TrueAsync(() => Portal.App.Get<CircuitCount>().Pages == 0, "no page is open");
    }

    [Fact]
    public async Task A_page_that_hangs_is_drawn_no_more_until_it_answers_and_is_right_then()
    {
        const int MaxUnanswered = 10;
        var alice = await AddUserAsync();
        var (hanging, drawn) = await SettledAsync(alice);
        var (healthy, _) = await SettledAsync(alice);
        hanging.Hangs = true;

        for (var i = 1; i <= 2 * MaxUnanswered; i++)
        {
            var seen = healthy.SeesAsync($"{i} unread");
            await SendAsync(alice, $"Number {i}");
            await seen.WaitAsync(Until.Deadline);
        }

        Assert.InRange(drawn.Count, 1, MaxUnanswered);
        var shown = hanging.SeesAsync($"{2 * MaxUnanswered} unread");
        await hanging.RecoverAsync();
        await shown.WaitAsync(Until.Deadline);
    }

    [Fact]
    public async Task The_traffic_of_pages_is_not_compressed()
    {
        using var socket = new ClientWebSocket();
        socket.Options.DangerousDeflateOptions = new WebSocketDeflateOptions();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("Cookie", await CookieFor.UserAsync(Portal.App, Portal.Alice));
        socket.Options.SetRequestHeader("Origin", Portal.Address.GetLeftPart(UriPartial.Authority));

        await socket.ConnectAsync(new UriBuilder(Portal.Address) { Scheme = "ws", Path = "/_blazor" }.Uri, CancellationToken.None);

        Assert.DoesNotContain("Sec-WebSocket-Extensions", socket.HttpResponseHeaders!.Keys, StringComparer.OrdinalIgnoreCase);
    }
}
