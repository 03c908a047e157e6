using Microsoft.Extensions.DependencyInjection;
using NotifyPortal.Modules;
using NotifyPortal.Notifications;
using NotifyPortal.Notifications.Components.Views;
using NotifyPortal.Notifications.Extending;
using NotifyPortal.Notifications.Types;

namespace NotifyPortal.Tests.ThirdParty;

/// <summary>A shop that builds on the portal with nothing but what is public. One line brings it in: <c>builder.AddPortalExtensions(typeof(Shop).Assembly)</c>.</summary>
public sealed class Shop : IPortalExtension
{
    public const string Type = "orders";
    public const string Module = "shop";

    public void Add(IServiceCollection services)
    {
        services.AddSingleton<Ledger>();
        services.AddNotificationType(new NotificationType(Type, "Orders", "local-shipping", new Dictionary<string, string> { ["order.shipped"] = "{actor} shipped your order" }));
        services.AddLinkTemplate("order", "https://shop.example/orders/{id}");
        services.AddNotificationView<OrderInBell>(Type, ViewPlace.Bell);
        services.AddNotificationView<OrderInInbox>(Type, ViewPlace.Inbox);
        services.AddNotificationView<OrderInToast>(Type, ViewPlace.Toast);
        services.AddModule(new ModuleDefinition(Module, "Shop", "What customers bought.", "shopping-cart", [new ModulePage("Orders", "/shop/orders")],
            async (all, token) => [new ModuleStat("Open", await all.GetRequiredService<Ledger>().CountOpenAsync(token))]));
    }
}
