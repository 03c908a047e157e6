using Bunit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NotifyPortal.Activities;
using NotifyPortal.Admin;
using NotifyPortal.Notifications;
using NotifyPortal.Notifications.Components;
using NotifyPortal.Notifications.Components.Views;
using NotifyPortal.Notifications.Extending;
using NotifyPortal.Notifications.Types;
using NotifyPortal.Tests.Support;
using NotifyPortal.Tests.ThirdParty;

namespace NotifyPortal.Tests.Notifications.Extending;

[Rule("13.3")]
[Rule("13.4")]
public sealed class ExtensionTests : ShopTest
{
    [Fact]
    public async Task Its_type_speaks_its_link_leads_and_its_views_show_it_in_each_place()
    {
        await App.Get<ActivityLog>().RecordAsync(new ActivityDraft("order.shipped")
        {
            Actor = new Actor(Bob.Id, "Bob"),
            TargetId = Alice.Id,
            ResourceType = "order",
            ResourceId = "42",
        });
        var view = Assert.Single(await InboxOf(Alice).RecentAsync());
        var alice = CircuitOf(Alice);

        Assert.Equal((Shop.Type, "Bob shipped your order", "https://shop.example/orders/42"), (view.Type, view.Headline, view.Link));
        Assert.Equal(view.Headline, alice.Render<BellPanel>().Find(".order--bell").TextContent);
        Assert.Equal(view.Headline, alice.Render<Unread>().Find(".order--inbox").TextContent);
        Assert.Equal(view.Headline, alice.Render<Toast>(toast => toast.Add(t => t.Item, view)).Find(".order--toast").TextContent);
    }

    [Fact]
    public async Task Its_type_can_be_muted()
    {
        await App.Get<NotifyPortal.Notifications.Preferences.Preferences>().SetAsync(Alice.Id, [new(Shop.Type, false)]);

        Assert.Equal(SkipReason.Muted, (await Notifications.CreateAsync(Alice.Id, new NotificationDraft { Action = "order.shipped" })).Reason);
        Assert.NotNull(App.Get<NotificationTypeRegistry>().Find(Shop.Type));
    }

    [Fact]
    public void Its_module_has_a_switch_and_figures_of_its_own()
    {
        var page = CircuitOf(Alice, "Admin").Render<ModulesPage>();

        page.WaitForAssertion(() => Assert.NotNull(page.Find($"[data-testid=module-switch-{Shop.Module}]")));
        page.WaitForAssertion(() => Assert.Contains("Open3", page.ById($"module-{Shop.Module}").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Its_pages_are_the_portals()
    {
        await using var app = new PortalApp { Extend = Extend };
        using var client = app.CreateClient();

        Assert.Contains("Orders of the shop", await client.GetStringAsync("/shop/orders"), StringComparison.Ordinal);
    }

    [Fact]
    public void One_line_finds_all_of_it()
    {
        var builder = WebApplication.CreateBuilder().AddPortalExtensions(typeof(Shop).Assembly);

        Assert.Equal(4, builder.Services.Count(service => service.ServiceType == typeof(INotificationFilter)));
        Assert.Equal(3, builder.Services.Count(service => service.ServiceType == typeof(INotificationObserver)));
        Assert.Contains(builder.Services, service => service.ServiceType == typeof(NotificationType));
    }

    [Fact]
    public async Task Bell_list_item_and_toast_take_a_template()
    {
        await SendAsync(Alice, "Hello");
        var view = Assert.Single(await InboxOf(Alice).RecentAsync());
        var alice = CircuitOf(Alice);
        RenderFragment<NotificationView> template = item => builder => builder.AddMarkupContent(0, $"<em>{item.Headline}!</em>");

        Assert.Equal("Hello!", alice.Render<BellPanel>(p => p.Add(c => c.ItemTemplate, template)).Find("em").TextContent);
        Assert.Equal("Hello!", alice.Render<NotificationList>(p => p
            .Add(c => c.ItemTemplate, template).Add(c => c.Items, [view]).Add(c => c.Place, ViewPlace.Inbox).Add(c => c.UserId, Alice.Id)).Find("em").TextContent);
        Assert.Equal("Hello!", alice.Render<NotificationItem>(p => p
            .Add(c => c.ItemTemplate, template).Add(c => c.Item, view).Add(c => c.Place, ViewPlace.Inbox)).Find("em").TextContent);
        Assert.Equal("Hello!", alice.Render<Toast>(p => p.Add(c => c.ItemTemplate, template).Add(c => c.Item, view)).Find("em").TextContent);
    }
}
