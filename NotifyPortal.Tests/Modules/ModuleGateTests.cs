using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using NotifyPortal.Activities;
using NotifyPortal.Modules;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Modules;

[Rule("10.3")]
public sealed class ModuleGateTests : PageTest
{
    private readonly TaskCompletionSource<AuthenticationState> asking = new();

    [Fact]
    public void Until_the_switch_is_read_a_page_shows_what_it_is() => Assert.Equal("<h1>Inbox</h1>", Gate().Markup);

    [Fact]
    public async Task Or_that_it_was_off_when_last_read()
    {
        await SwitchAsync(false);

        Assert.Equal("off", Gate().Markup);
    }

    [Fact]
    public async Task What_is_read_then_counts()
    {
        await SwitchAsync(false);
        var gate = Gate();
        await App.Get<ModuleService>().SetEnabledAsync(NotificationService.ModuleKey, true, new Actor(null, "Ada"));

        asking.SetResult(new AuthenticationState(new()));

        gate.WaitForAssertion(() => Assert.Equal("<h1>Inbox</h1>", gate.Markup));
    }

    // A gate reads once it knows who looks: what it shows before is what it shows while a slow store is asked.
    private IRenderedComponent<IComponent> Gate() => CircuitOf(Alice).Render(page =>
    {
        page.OpenComponent<CascadingValue<Task<AuthenticationState>>>(0);
        page.AddAttribute(1, "Value", asking.Task);
        page.AddAttribute(2, "ChildContent", (RenderFragment)(cascade =>
        {
            cascade.OpenComponent<ModuleGate>(0);
            cascade.AddAttribute(1, "Module", NotificationService.ModuleKey);
            cascade.AddAttribute(2, "ChildContent", (RenderFragment)(content => content.AddMarkupContent(0, "<h1>Inbox</h1>")));
            cascade.AddAttribute(3, "Off", (RenderFragment)(content => content.AddContent(0, "off")));
            cascade.CloseComponent();
        }));
        page.CloseComponent();
    });

    private async Task SwitchAsync(bool on)
    {
        var modules = App.Get<ModuleService>();
        await modules.SetEnabledAsync(NotificationService.ModuleKey, on, new Actor(null, "Ada"));
        await modules.IsEnabledAsync(NotificationService.ModuleKey);
    }
}
