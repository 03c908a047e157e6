using System.Globalization;
using Microsoft.AspNetCore.Http;
using NotifyPortal.Accounts;
using NotifyPortal.Api;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Notifications.Stream;

/// <summary>A portal over real HTTP with somebody of the test's own at it.</summary>
public abstract class StreamTest(ApiPortal portal) : IClassFixture<ApiPortal>, IAsyncLifetime
{
    private static int people;

    private readonly List<IAsyncDisposable> streams = [];

    protected ApiPortal Portal { get; } = portal;

    protected PortalUser Me { get; private set; } = default!;

    protected HttpClient Key { get; private set; } = default!;

    protected NotificationService Notifications => Portal.App.Get<NotificationService>();

    protected Inbox Inbox => Portal.InboxOf(Me);

    public async ValueTask InitializeAsync()
    {
        Me = await Portal.App.AddPersonAsync($"reader{Interlocked.Increment(ref people)}");
        Key = await Portal.WithKeyAsync($"{Scopes.InboxRead} {Scopes.InboxWrite}", Me);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);

        foreach (var stream in streams)
        {
            await stream.DisposeAsync();
        }

        Key.Dispose();
    }

    /// <summary>A stream of this user's key, or of another client.</summary>
    protected async Task<EventStream> OpenAsync(string? since = null, string? lastEventId = null, HttpClient? client = null)
    {
        var stream = await EventStream.OpenAsync(client ?? Key, since, lastEventId);
        streams.Add(stream);

        return stream;
    }

    /// <summary>The same, live.</summary>
    protected async Task<EventStream> LiveAsync(string? lastEventId = null, HttpClient? client = null)
    {
        var stream = await OpenAsync(lastEventId: lastEventId, client: client);
        await stream.BeforeSyncAsync();

        return stream;
    }

    protected Task<long> SendAsync(string title = "Hello") => SendAsync(new NotificationDraft { Title = title });

    protected async Task<long> SendAsync(NotificationDraft draft) => (await Notifications.CreateAsync(Me.Id, draft)).NotificationId!.Value;

    protected Task<long> TickAsync(string title = "Tick") => SendAsync(new NotificationDraft { Title = title, Mode = NotificationMode.Timeseries });

    /// <summary>A browser nobody is signed in at, or this user is.</summary>
    protected async Task<(string Session, HttpClient Client)> BrowserAsync(bool signedIn = false)
    {
        var context = new DefaultHttpContext { RequestServices = Portal.App.Services };
        var id = Portal.App.Get<BrowserSession>().Ensure(context);
        var session = context.Response.Headers.SetCookie.ToString().Split(';')[0];
        var cookie = signedIn ? $"{session}; {await CookieFor.UserAsync(Portal.App, Me)}" : session;

        return (id, Portal.Client(("Cookie", cookie), ("Origin", Portal.Address.GetLeftPart(UriPartial.Authority)), ("Sec-Fetch-Site", "same-origin")));
    }

    protected static async Task HearsAsync(EventStream stream, params string[] events)
    {
        foreach (var expected in events)
        {
            Assert.Equal(expected, (await stream.NextAsync()).ToString());
        }
    }

    protected static IReadOnlyList<string> Said(IEnumerable<StreamEvent> events) => [.. events.Select(e => e.ToString())];

    protected static string Seconds(DateTimeOffset time) =>
        ((time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / 10 * 0.000001m).ToString(CultureInfo.InvariantCulture);
}
