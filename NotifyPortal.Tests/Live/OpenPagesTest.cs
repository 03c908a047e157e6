using System.Collections.Concurrent;
using System.Text;
using NotifyPortal.Accounts;
using NotifyPortal.Benchmarks.Clients;
using NotifyPortal.Data;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Live;

/// <summary>A portal over real HTTP with open pages, each a circuit without a browser.</summary>
public abstract class OpenPagesTest(ApiPortal portal) : IClassFixture<ApiPortal>, IAsyncLifetime
{
    private readonly List<CircuitClient> pages = [];
    private readonly ConcurrentDictionary<string, string> cookies = new(StringComparer.Ordinal);
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = portal.Address };

    protected ApiPortal Portal { get; } = portal;

    protected NotificationService Notifications => Portal.App.Get<NotificationService>();

    // What the fixture wrote past the portal is no news: pages would read again for it.
    public async ValueTask InitializeAsync() => await Portal.App.Get<StoreWriter>().LookAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await LeaveAllAsync();
        http.Dispose();
    }

    protected async Task LeaveAllAsync()
    {
        foreach (var page in pages.Where(page => !page.Ended.IsCompleted))
        {
            await page.LeaveAsync();
        }

        pages.Clear();
    }

    protected async Task<CircuitClient> OpenAsync(PortalUser user, string path = "/", Action<ReadOnlySpan<byte>>? onBatch = null)
    {
        if (!cookies.TryGetValue(user.Id, out var cookie))
        {
            cookie = cookies[user.Id] = await CookieFor.UserAsync(Portal.App, user);
        }

        var page = await CircuitClient.OpenAsync(http, path, cookie, onBatch);

        lock (pages)
        {
            pages.Add(page);
        }

        return page;
    }

    /// <summary>The same when it has shown something that came after it was opened: it has nothing left to draw.</summary>
    protected async Task<(CircuitClient Page, ConcurrentQueue<string> Batches)> SettledAsync(PortalUser user, string path = "/")
    {
        var batches = new ConcurrentQueue<string>();
        var page = await OpenAsync(user, path, batch => batches.Enqueue(Encoding.ASCII.GetString(batch)));
        await SeeOneMoreAsync(user, page);
        await SeeOneMoreAsync(user, page); // by the second one whatever the opening left to draw is drawn
        batches.Clear();

        return (page, batches);
    }

    /// <summary>Sends another one and waits until the page shows the number.</summary>
    protected async Task SeeOneMoreAsync(PortalUser user, CircuitClient page)
    {
        var shown = page.SeesAsync(Unread(await Portal.InboxOf(user).CountUnreadAsync() + 1));
        await SendAsync(user, "One more");
        await shown.WaitAsync(Until.Deadline);
    }

    /// <summary>What a page with that number says.</summary>
    protected static string Unread(int count) => $"Notifications, {count} unread";

    protected Task<PortalUser> AddUserAsync() => Portal.App.AddPersonAsync($"reader{Guid.NewGuid():N}");

    protected Task SendAsync(PortalUser user, string title) => Notifications.CreateAsync(user.Id, new NotificationDraft { Title = title });
}
