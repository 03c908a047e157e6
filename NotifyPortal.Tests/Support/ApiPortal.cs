using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using NotifyPortal.Accounts;
using NotifyPortal.Activities;
using NotifyPortal.Admin;
using NotifyPortal.Api;
using NotifyPortal.Data;
using NotifyPortal.Notifications;

namespace NotifyPortal.Tests.Support;

/// <summary>The real portal on a real port, with Alice, Bob and an admin; shared by the tests of a class.</summary>
public class ApiPortal : IAsyncLifetime
{
    private readonly (string Key, string? Value)[] settings = [];
    private readonly Lazy<Task<ApiDocument>> description;
    private int keys;

    public ApiPortal() => description = new(async () =>
    {
        using var client = new HttpClient { BaseAddress = Address };

        return new ApiDocument(await client.GetAsync("/openapi/v1.json").JsonAsync());
    });

    protected ApiPortal(params (string Key, string? Value)[] settings)
        : this() => this.settings = settings;

    public TestClock Clock { get; } = new();

    public PortalApp App { get; private set; } = default!;

    public Uri Address { get; private set; } = default!;

    public PortalUser Alice { get; private set; } = default!;

    public PortalUser Bob { get; private set; } = default!;

    public PortalUser Root { get; private set; } = default!;

    public async ValueTask InitializeAsync()
    {
        App = new PortalApp(settings) { Clock = Clock };
        App.UseKestrel(0);
        App.StartServer();
        Address = new Uri(App.Get<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Alice = await App.AddUserAsync("alice");
        Bob = await App.AddUserAsync("bob");
        Root = await App.AddUserAsync("root", "Admin");
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        App.Dispose();

        return ValueTask.CompletedTask;
    }

    /// <summary>A client without any credential, cookie jar or redirect. What it hears is held against the API's description.</summary>
    public HttpClient Client(params (string Name, string Value)[] headers)
    {
        var wire = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        var client = new HttpClient(new DescribedHandler(description.Value) { InnerHandler = wire }) { BaseAddress = Address };

        foreach (var (name, value) in headers)
        {
            client.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
        }

        return client;
    }

    /// <summary>A client with a new key of these scopes, separated by spaces.</summary>
    public async Task<HttpClient> WithKeyAsync(string scopes, PortalUser? user = null, string? name = null) =>
        Client(("Authorization", $"Bearer {await KeyAsync(scopes, user, name)}"));

    /// <summary>A client as a page of the portal in this user's browser.</summary>
    public async Task<HttpClient> WithCookieAsync(PortalUser user) =>
        Client(("Cookie", await CookieFor.UserAsync(App, user)), ("Origin", Address.GetLeftPart(UriPartial.Authority)), ("Sec-Fetch-Site", "same-origin"));

    public async Task<string> KeyAsync(string scopes, PortalUser? user = null, string? name = null, DateTimeOffset? expires = null)
    {
        var errors = new InputErrors();
        var draft = new KeyDraft(name ?? $"Key {Interlocked.Increment(ref keys)}", scopes.Split(' '), user?.Id, expires);
        var key = await App.Get<KeyService>().CreateAsync(draft, errors, new Actor(null, "test"));
        Assert.False(errors.Any, errors.ToString());

        return key!;
    }

    /// <summary>Sends one notification and returns its id.</summary>
    public async Task<long> SendAsync(PortalUser user, string title = "Hello", string? type = null) =>
        (await App.Get<NotificationService>().CreateAsync(user.Id, new NotificationDraft { Title = title, Type = type })).NotificationId!.Value;

    public Inbox InboxOf(PortalUser user) => App.Get<Inboxes>().Of(user.Id);

    /// <summary>Every scope but these.</summary>
    public static string AllBut(params string[] scopes) => string.Join(' ', Scopes.All.Except(scopes));
}
