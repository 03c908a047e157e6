using Microsoft.Extensions.DependencyInjection;
using NotifyPortal.Notifications.Extending;
using NotifyPortal.Tests.Support;
using NotifyPortal.Tests.ThirdParty;

namespace NotifyPortal.Tests.Notifications.Extending;

/// <summary>A portal that another assembly extends: the one line is here.</summary>
public abstract class ShopTest : PageTest
{
    protected Ledger Ledger => App.Get<Ledger>();

    protected override void Extend(IServiceCollection services) => services.AddPortalExtensions(typeof(Shop).Assembly);

    /// <summary>Waits until the observer has heard it.</summary>
    protected Task HeardAsync(string line) => Until.TrueAsync(() => Ledger.Heard.Contains(line), $"the observer hears \"{line}\", and not only {string.Join(", ", Ledger.Heard)}");
}
