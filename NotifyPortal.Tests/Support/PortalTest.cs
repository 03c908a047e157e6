using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyPortal.Accounts;
using NotifyPortal.Data;
using NotifyPortal.Live;
using NotifyPortal.Notifications;

namespace NotifyPortal.Tests.Support;

/// <summary>A portal of its own with Alice and Bob, at a time that stands still.</summary>
public abstract class PortalTest : IAsyncLifetime
{
    /// <param name="serves">See <see cref="PortalApp.Serves"/>.</param>
    protected PortalTest(bool serves = false) => App = new PortalApp { Clock = Clock, Extend = Extend, Serves = serves };

    /// <summary>What a developer who builds on the portal would register.</summary>
    protected virtual void Extend(IServiceCollection services)
    {
    }

    protected TestClock Clock { get; } = new();

    protected PortalApp App { get; private set; }

    protected PortalUser Alice { get; private set; } = default!;

    protected PortalUser Bob { get; private set; } = default!;

    protected NotificationService Notifications => App.Get<NotificationService>();

    public async ValueTask InitializeAsync()
    {
        Alice = await AddUserAsync("alice");
        Bob = await AddUserAsync("bob");
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await App.DisposeAsync();
    }

    /// <summary>Stops the portal and starts it again on the same files.</summary>
    protected async Task RestartAsync() => App = await App.RestartAsync();

    /// <summary>See <see cref="PortalApp.AddPersonAsync"/>.</summary>
    protected Task<PortalUser> AddUserAsync(string name) => App.AddPersonAsync(name);

    protected Inbox InboxOf(PortalUser user) => App.Get<Inboxes>().Of(user.Id);

    protected Listener Listen(PortalUser user) => new(App.Get<NotificationBroker>(), LiveTopic.User(user.Id));

    /// <summary>Sends one notification and returns its id.</summary>
    protected async Task<long> SendAsync(PortalUser user, string title = "Hello", string? type = null)
    {
        var outcome = await Notifications.CreateAsync(user.Id, new NotificationDraft { Title = title, Type = type });

        return outcome.NotificationId!.Value;
    }

    /// <summary>Sends <paramref name="count"/> of them, the oldest first.</summary>
    protected async Task<IReadOnlyList<long>> SendManyAsync(PortalUser user, int count)
    {
        var ids = new List<long>();

        for (var i = 1; i <= count; i++)
        {
            ids.Add(await SendAsync(user, $"Number {i}"));
        }

        return ids;
    }

    /// <summary>The ids of a page, in the order shown.</summary>
    protected async Task<IReadOnlyList<long>> IdsAsync(PortalUser user, InboxQuery? query = null) =>
        [.. (await InboxOf(user).ListAsync(query ?? new InboxQuery { Limit = 100 })).Page.Items.Select(n => n.Id)];

    protected async Task<T> QueryAsync<T>(Func<PortalDbContext, Task<T>> query)
    {
        await using var db = await App.Get<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync();

        return await query(db);
    }
}
