using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.DependencyInjection;
using NotifyPortal.Notifications;
using NotifyPortal.Notifications.Components;
using NotifyPortal.Notifications.Components.Views;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Components;

[Rule("9.3")]
public sealed class CustomViewTests : PageTest
{
    [Fact]
    public async Task A_type_is_shown_by_its_own_component_where_it_has_one()
    {
        await SendAsync(Alice, "Order 7", type: "orders");

        Assert.Equal("ORDER 7", CircuitOf(Alice).Render<Unread>().Find("strong").TextContent);
    }

    [Fact]
    public async Task In_another_place_the_default_row_shows_it()
    {
        await SendAsync(Alice, "Order 7", type: "orders");

        Assert.Equal(["Order 7"], CircuitOf(Alice).Render<BellPanel>().Headlines());
    }

    [Fact]
    public async Task An_unknown_type_gets_a_plain_row()
    {
        await SendAsync(Alice, "What is this?", type: "no.such-type");

        Assert.Equal(["What is this?"], CircuitOf(Alice).Render<Unread>().Headlines());
    }

    protected override void Extend(IServiceCollection services) => services.AddNotificationView<Loud>("orders", ViewPlace.Inbox);

    private sealed class Loud : ComponentBase
    {
        [Parameter]
        public required NotificationView Item { get; set; }

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            builder.OpenElement(0, "strong");
            builder.AddContent(1, Item.Headline.ToUpperInvariant());
            builder.CloseElement();
        }
    }
}
