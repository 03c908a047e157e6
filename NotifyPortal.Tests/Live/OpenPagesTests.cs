using System.Collections.Concurrent;
using System.Diagnostics;
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
        await SeeOneMoreAsync(bob, his);

        // Whatever had been drawn for Alice's would stand before it.
        Assert.Contains(Unread(3), drawn.First(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_burst_is_drawn_a_few_times_and_ends_right()
    {
        var alice = await AddUserAsync();
        var times = new ConcurrentQueue<long>();
        var page = await OpenAsync(alice, onBatch: _ => times.Enqueue(Stopwatch.GetTimestamp()));
        await SeeOneMoreAsync(alice, page);
        await SeeOneMoreAsync(alice, page); // what the opening left to draw is none of the burst's
        times.Clear();
        var shown = page.SeesAsync(Unread(102));

        await Task.WhenAll(Enumerable.Range(1, 100).Select(i => SendAsync(alice, $"Number {i}")));

        await shown.WaitAsync(Until.Deadline);
        Assert.InRange(times.Count(time => Stopwatch.GetElapsedTime(times.First(), time) < TimeSpan.FromMilliseconds(250)), 1, 3);
    }

    [Fact]
    public async Task One_delivery_is_one_message_to_the_page()
    {
        var alice = await AddUserAsync();
        var (page, drawn) = await SettledAsync(alice);

        await SeeOneMoreAsync(alice, page);
        await SeeOneMoreAsync(alice, page);

        // Badge, menu, list and toast at once; whatever was drawn late for the first would stand between.
        Assert.Collection(drawn, first => Assert.Contains(Unread(3), first, StringComparison.Ordinal), second => Assert.Contains(Unread(4), second, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pages_that_have_closed_leave_nothing_behind()
    {
        var users = new List<PortalUser>();
        var others = Portal.App.Get<NotificationBroker>().SubscriberCount; // the portal's own

        for (var i = 0; i < 5; i++)
        {
            users.Add(await AddUserAsync());
        }

        await Task.WhenAll(users.SelectMany(user => new[] { OpenAsync(user), OpenAsync(user, "/notifications") }));
        await Until.TrueAsync(() => Portal.App.Get<CircuitCount>().Pages == 10, "these are open, and those of the tests before are not");

        await LeaveAllAsync();

        await Until.TrueAsync(() => Portal.App.Get<NotificationBroker>().SubscriberCount == others, "nobody else listens");
        await Until.TrueAsync(() => Portal.App.Get<CircuitCount>().Pages == 0, "no page is open");
    }

    [Fact]
    public async Task A_page_that_hangs_is_drawn_no_more_until_it_answers_and_is_right_then()
    {
        var alice = await AddUserAsync();
        var (hanging, drawn) = await SettledAsync(alice);
        var (healthy, _) = await SettledAsync(alice);
        hanging.Hangs = true;
        var before = drawn.Count; // what was answered since it settled does not count

        for (var i = 1; i <= 8; i++)
        {
            await SeeOneMoreAsync(alice, healthy);
        }

        await Until.TrueAsync(() => drawn.Count > before, "the first of them reaches the page that hangs");
        Assert.InRange(drawn.Count - before, 1, 2); // one may have been on its way already
        var shown = hanging.SeesAsync(Unread(await Portal.InboxOf(alice).CountUnreadAsync()));
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
