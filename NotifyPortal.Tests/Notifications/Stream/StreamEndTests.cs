using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NotifyPortal.Accounts;
using NotifyPortal.Activities;
using NotifyPortal.Admin;
using NotifyPortal.Api;
using NotifyPortal.Live;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Notifications.Stream;

/// <summary>When a stream ends, and whom a bad reader does not harm.</summary>
public sealed class StreamEndTests(ApiPortal portal) : StreamTest(portal)
{
    [Fact]
    public async Task Signing_out_ends_the_streams_of_that_sign_in_within_a_second()
    {
        using var client = await Portal.WithCookieAsync(Me);
        using var other = await Portal.WithCookieAsync(Me);
        var stream = await LiveAsync(client: client);
        var signIns = Portal.App.Get<SignInStore>();
        var ended = (await signIns.ListAsync(Me.Id))[0].Id;
        var kept = await LiveAsync(client: other);
        var first = await signIns.ListAsync(Me.Id);

        await signIns.EndAsync(Me.Id, first.Single(s => s.Id == ended).Id);
        await signIns.EndOthersAsync(Me.Id, null);

        Assert.Equal("disconnecting revoked", (await stream.NextAsync().WaitAsync(TimeSpan.FromSeconds(5))).ToString());
        Assert.Equal("disconnecting revoked", (await kept.NextAsync()).ToString());
        await stream.Ended.WaitAsync(Until.Deadline);
    }

    [Fact]
    public async Task The_end_of_another_sign_in_leaves_it_open()
    {
        using var client = await Portal.WithCookieAsync(Me);
        var stream = await LiveAsync(client: client);
        var signIns = Portal.App.Get<SignInStore>();
        var own = (await signIns.ListAsync(Me.Id)).Single().Id;
        await CookieFor.UserAsync(Portal.App, Me);

        await signIns.EndOthersAsync(Me.Id, own);
        var id = await SendAsync();

        Assert.Equal($"new {id}", (await stream.NextAsync()).ToString());
    }

    [Fact]
    public async Task A_locked_user_s_streams_end_and_a_browser_s_own_goes_on_without()
    {
        var (_, browser) = await BrowserAsync(signedIn: true);
        var (session, stranger) = await BrowserAsync();
        var (stream, others) = (await LiveAsync(client: browser), await LiveAsync(client: stranger));

        await Portal.App.Get<SignInStore>().EndOthersAsync(Me.Id, null);

        Assert.Equal("disconnecting revoked", (await stream.NextAsync()).ToString());
        await stream.Ended.WaitAsync(Until.Deadline);
        Assert.Empty(await (await OpenAsync(client: browser)).BeforeSyncAsync());
        await Notifications.SendAsync(new Audience { Session = session }, new NotificationDraft { Title = "Here" });
        Assert.Equal("Here", (await others.NextAsync()).Title);
        browser.Dispose();
        stranger.Dispose();
    }

    [Fact]
    public async Task A_revoked_key_s_streams_end()
    {
        using var client = await Portal.WithKeyAsync(Scopes.InboxRead, Me, "Reader " + Me.Id);
        var (stream, kept) = (await LiveAsync(client: client), await LiveAsync());
        var keys = Portal.App.Get<KeyService>();
        var id = (await keys.ListAsync()).Single(k => k.Name == "Reader " + Me.Id).Id;

        await keys.RevokeAsync(id, new Actor(null, "Ada"));
        var mark = await SendAsync();

        Assert.Equal("disconnecting revoked", (await stream.NextAsync()).ToString());
        await stream.Ended.WaitAsync(Until.Deadline);
        Assert.Equal($"new {mark}", (await kept.NextAsync()).ToString());
    }

    [Fact]
    public async Task What_has_ended_costs_nothing_more()
    {
        var (count, broker) = (Portal.App.Get<StreamCount>(), Portal.App.Get<NotificationBroker>());
        await Until.TrueAsync(() => count.Open == 0, "other tests' streams are forgotten");
        var (before, listeners) = (count.Open, broker.SubscriberCount);
        var stream = await LiveAsync();
        Assert.Equal((before + 1, listeners + 1), (count.Open, broker.SubscriberCount));

        await stream.DisposeAsync();

        await Until.TrueAsync(() => (count.Open, broker.SubscriberCount) == (before, listeners), "the stream is forgotten");
    }

    [Fact]
    public async Task A_reader_that_does_not_read_is_cut_and_the_others_get_theirs_meanwhile()
    {
        var key = await Portal.KeyAsync(Scopes.InboxRead, Me);
        using var stuck = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await stuck.ConnectAsync(Portal.Address.Host, Portal.Address.Port);
        var count = Portal.App.Get<StreamCount>();
        var before = count.Open;
        await stuck.SendAsync(Encoding.ASCII.GetBytes($"GET /notifications/stream HTTP/1.1\r\nHost: {Portal.Address.Authority}\r\nAuthorization: Bearer {key}\r\n\r\n"));
        await Until.TrueAsync(() => count.Open == before + 1, "the stuck reader's stream is open");
        var stream = await LiveAsync();
        var text = new string('x', 4000);

        for (var i = 0; count.Open == before + 2; i++)
        {
            Assert.InRange(i, 0, 20_000);
            var result = await Notifications.SendAsync(
                Audience.Of(Me.Id), new NotificationDraft { Title = $"{i}", Text = text, Mode = NotificationMode.Ephemeral, Metadata = new() { ["more"] = text } });
            Assert.Equal($"new e{result.EphemeralId}", (await stream.NextAsync()).ToString());
        }

        Assert.Equal(before + 1, count.Open);
    }

    [Fact]
    public async Task A_user_who_opens_too_many_is_told_to_come_later()
    {
        using var client = await Portal.WithKeyAsync(Scopes.InboxRead, Me);

        for (var i = 0; i < 200; i++)
        {
            await OpenAsync(client: client);
        }

        using var refused = await client.GetAsync("/notifications/stream", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal((429, true), ((int)refused.StatusCode, refused.Headers.RetryAfter is not null));
    }
}

/// <summary>The end of all streams.</summary>
public sealed class StreamShutdownTests : IAsyncLifetime
{
    private readonly ApiPortal portal = new();

    public ValueTask InitializeAsync() => portal.InitializeAsync();

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task A_stop_says_so_and_sends_clients_away()
    {
        using var client = await portal.WithKeyAsync(Scopes.InboxRead, portal.Alice);
        await using var stream = await EventStream.OpenAsync(client);
        await stream.BeforeSyncAsync();

        portal.App.Get<IHostApplicationLifetime>().StopApplication();

        Assert.Equal("disconnecting shutdown", (await stream.NextAsync()).ToString());
        await stream.Ended.WaitAsync(Until.Deadline);
    }
}
