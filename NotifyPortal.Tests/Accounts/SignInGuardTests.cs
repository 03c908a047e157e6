using System.Security.Claims;
using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using NotifyPortal.Accounts;
using NotifyPortal.Live;

namespace NotifyPortal.Tests.Accounts;

public sealed class SignInGuardTests : AccountTest
{
    [Fact]
    public async Task An_open_page_goes_to_the_sign_in_when_its_sign_in_ends()
    {
        var alice = await App.AddUserAsync("alice");
        await using var page = await OpenAsync(await PrincipalAsync(alice));

        await App.Get<SignInStore>().EndOthersAsync(alice.Id, null);

        await page.LeftForSignInAsync();
    }

    [Fact]
    public async Task An_end_in_another_process_is_found_on_a_resync()
    {
        var alice = await App.AddUserAsync("alice");
        await using var page = await OpenAsync(await PrincipalAsync(alice));
        await ReadAsync(db => db.Set<SignIn>().ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, DateTimeOffset.UnixEpoch)));

        App.Get<NotificationBroker>().Publish(LiveTopic.Everyone, LiveEvent.Resync);

        await page.LeftForSignInAsync();
    }

    [Fact]
    public async Task The_end_of_another_sign_in_leaves_the_page_alone()
    {
        var alice = await App.AddUserAsync("alice");
        var (here, there) = (await PrincipalAsync(alice), await PrincipalAsync(alice));
        await using var kept = await OpenAsync(here);
        await using var ended = await OpenAsync(there);

        await App.Get<SignInStore>().EndAsync(alice.Id, there.CurrentSignIn()!);
        await ended.LeftForSignInAsync();

        Assert.Equal("http://localhost/", kept.Address);
    }

    [Fact]
    public async Task A_page_is_led_away_once_because_a_second_navigation_would_abort_the_first()
    {
        var alice = await App.AddUserAsync("alice");
        await using var page = await OpenAsync(await PrincipalAsync(alice));

        await App.Get<SignInStore>().EndOthersAsync(alice.Id, null);
        await page.LeftForSignInAsync();

        Assert.True(page.IsVisitors);
        Assert.Equal(1, page.Navigations);
    }

    private async Task<OpenPage> OpenAsync(ClaimsPrincipal principal)
    {
        var page = new OpenPage(App.Get<SignInStore>(), App.Get<NotificationBroker>());
        await page.ShowAsync(principal);

        return page;
    }

    /// <summary>The guard in a page of its own, with what the router shows once nobody is signed in, as both stand in a circuit.</summary>
    private sealed class OpenPage : IAsyncDisposable
    {
        private readonly BunitContext context = new();
        private readonly CircuitAuthentication circuit;
        private IRenderedComponent<CascadingAuthenticationState>? page;
        private readonly TaskCompletionSource<string> left = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public OpenPage(SignInStore signIns, NotificationBroker broker)
        {
            circuit = new CircuitAuthentication(signIns);
            context.Services.AddSingleton(broker);
            context.Services.AddScoped<LivePage>();
            context.Services.AddSingleton<IHostApplicationLifetime>(new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance));
            context.Services.AddSingleton<AuthenticationStateProvider>(circuit);
            context.Services.AddAuthorizationCore();
            context.Services.AddSingleton<IAuthorizationService, DefaultAuthorizationService>(); // bUnit has a stand-in of its own
            context.Renderer.SetRendererInfo(new RendererInfo("Server", true));
        }

        public bool IsVisitors => page!.HasComponent<RedirectToLogin>();

        public int Navigations => context.Services.GetRequiredService<BunitNavigationManager>().History.Count;

        public string Address => context.Services.GetRequiredService<NavigationManager>().Uri;

        public async Task ShowAsync(ClaimsPrincipal principal)
        {
            var state = Task.FromResult(new AuthenticationState(principal));
            circuit.SetAuthenticationState(state);
            context.Services.GetRequiredService<NavigationManager>().LocationChanged += (_, change) => left.TrySetResult(change.Location);
            page = context.Render<CascadingAuthenticationState>(all => all.AddChildContent<AuthorizeView>(view => view
                .Add(v => v.Authorized, _ => guard => Add<SignInGuard>(guard))
                .Add(v => v.NotAuthorized, _ => router => Add<RedirectToLogin>(router))));
            await circuit.RecheckAsync();
        }

        public async Task LeftForSignInAsync()
        {
            Assert.StartsWith("http://localhost/Account/Login", await left.Task, StringComparison.Ordinal);
            Assert.False((await circuit.GetAuthenticationStateAsync()).User.Identity!.IsAuthenticated);
        }

        public ValueTask DisposeAsync() => context.DisposeAsync();

        private static void Add<T>(RenderTreeBuilder tree) where T : IComponent
        {
            tree.OpenComponent<T>(0);
            tree.CloseComponent();
        }
    }
}
