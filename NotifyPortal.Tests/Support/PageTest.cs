using System.Security.Claims;
using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using NotifyPortal.Accounts;
using NotifyPortal.Data;
using NotifyPortal.Notifications;

namespace NotifyPortal.Tests.Support;

/// <summary>Components in interactive circuits, each signed in as somebody, over the real portal: its store, its broker.</summary>
public abstract class PageTest : PortalTest
{
    private readonly List<IAsyncDisposable> circuits = [];

    // A busy machine is no failure: what waits here is a condition.
    static PageTest() => BunitContext.DefaultWaitTimeout = Until.Deadline;

    /// <summary>A page of one user's browser.</summary>
    protected BunitContext CircuitOf(PortalUser user, params string[] roles)
    {
        var scope = App.Services.CreateAsyncScope();
        var circuit = new PageCircuit();
        circuits.Add(circuit);
        circuits.Add(scope);
        circuit.Services.AddFallbackServiceProvider(scope.ServiceProvider);
        circuit.Services.AddSingleton(App.Get<IStringLocalizer>()); // bUnit has a stand-in of its own
        Prepare(circuit);
        circuit.ComponentFactories.AddStub<Radzen.Blazor.RadzenChart>(); // draws by script alone; the browser tests see it
        circuit.JSInterop.Mode = JSRuntimeMode.Loose;
        circuit.JSInterop.Setup<bool>("notifyPortalUi.isAtTop", _ => true).SetResult(true);
        circuit.AddAuthorization()
            .SetAuthorized(user.DisplayName)
            .SetRoles(roles)
            .SetClaims(new Claim(ClaimTypes.NameIdentifier, user.Id), new Claim(PortalClaims.SignInId, SignInAsync(user, roles).GetAwaiter().GetResult()));
        circuit.SetRendererInfo(new RendererInfo("Server", isInteractive: true));

        return circuit;
    }

    /// <summary>What a test's circuits have beside the portal's own services.</summary>
    protected virtual void Prepare(BunitContext circuit)
    {
    }

    /// <summary>Takes out the watch for what other processes write: soon after a start it has every page read, and drawn, once more.</summary>
    protected static void LeaveOutWatch(IServiceCollection services) => services.Remove(services.Single(s => s.ImplementationType == typeof(ForeignCommitWatcher)));

    /// <summary>Makes the store refuse every question about notifications.</summary>
    protected Task BreakStoreAsync() => BreakTableAsync("Notifications");

    protected Task BreakTableAsync(string table) => App.Database.ExecuteAsync($"ALTER TABLE \"{table}\" RENAME TO \"Away\"");

    protected Task MendStoreAsync() => App.Database.ExecuteAsync("ALTER TABLE \"Away\" RENAME TO \"Notifications\"");

    // The pages go before the portal they look at.
    public override async ValueTask DisposeAsync()
    {
        foreach (var circuit in circuits)
        {
            await circuit.DisposeAsync();
        }

        GC.SuppressFinalize(this);
        await base.DisposeAsync();
    }

    /// <summary>Takes the role away behind the back of every open page.</summary>
    protected Task RevokeAdminAsync(PortalUser user) => App.Get<StoreWriter>().WriteAsync((db, token) => Admins.RevokeAsync(db, user.Id, token));

    // Acts of admins are checked against the store, not against what a page remembers.
    private async Task<string> SignInAsync(PortalUser user, string[] roles)
    {
        if (roles.Contains(Roles.Admin))
        {
            await App.Get<StoreWriter>().WriteAsync((db, token) => Admins.GrantAsync(db, user.Id, token));
        }

        return (await App.Get<SignInStore>().BeginAsync(user, "Test", null)).Id;
    }
}

/// <summary>Finds elements by what the contract calls them.</summary>
public static class TestIds
{
    public static IElement ById<T>(this IRenderedComponent<T> component, string id) where T : IComponent => component.Find($"[data-testid={id}]");

    public static IReadOnlyList<IElement> AllById<T>(this IRenderedComponent<T> component, string id) where T : IComponent => component.FindAll($"[data-testid={id}]");

    /// <summary>The headlines of all rows, as shown.</summary>
    public static IReadOnlyList<string> Headlines<T>(this IRenderedComponent<T> component) where T : IComponent =>
        [.. component.FindAll("[data-testid=notification-row] .text__headline").Select(e => e.TextContent)];
}
