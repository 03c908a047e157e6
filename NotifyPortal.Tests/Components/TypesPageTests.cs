using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NotifyPortal.Activities;
using NotifyPortal.Admin;
using NotifyPortal.Notifications;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Components;

public sealed class TypesPageTests : PageTest
{
    [Fact]
    [Rule("8.4")]
    public async Task An_admin_makes_a_type_required_and_it_is_recorded()
    {
        var page = CircuitOf(Bob, "Admin").Render<TypesPage>();

        await page.Find("[data-testid=type-security] [role=switch]").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Contains("Required since", page.ById("type-security").TextContent, StringComparison.Ordinal));
        await page.Find("[data-testid=type-security] input").ChangeAsync(new ChangeEventArgs { Value = "The law asks for it" });
        Assert.NotEmpty(await App.MuteAsync(Alice, "security"));
        var entries = (await App.Get<ActivityLog>().ListAsync(new ActivityQuery { Action = "type.required" })).Items;
        Assert.All(entries, e => Assert.Equal("Bob", e.ActorName));
        Assert.Equal(2, entries.Count);
    }

    [Fact]
    [Rule("8.4")]
    public async Task Who_is_no_admin_any_more_requires_nothing()
    {
        var page = CircuitOf(Bob, "Admin").Render<TypesPage>();
        await RevokeAdminAsync(Bob);

        await page.Find("[data-testid=type-security] [role=switch]").ClickAsync(new());

        Assert.Contains("could not be saved", page.ById("type-security").TextContent, StringComparison.Ordinal);
        Assert.Empty(await App.MuteAsync(Alice, "security"));
    }

    [Theory]
    [InlineData("/admin/skipped", 2)]
    [InlineData("/admin/skipped?recipient=ALICE@example.org", 1)]
    [InlineData("/admin/skipped?reason=muted", 1)]
    [InlineData("/admin/skipped?message=999999", 0)]
    [Rule("2.5")]
    public async Task An_admin_sees_what_was_not_delivered_by_user_message_and_reason(string address, int rows)
    {
        await App.MuteAsync(Alice, "system");
        await Notifications.SendAsync(Audience.Of(Alice.Id, "nobody@example.org"), new NotificationDraft { Type = "system", Title = "Hello" });
        var circuit = CircuitOf(Bob, "Admin");
        circuit.Services.GetRequiredService<NavigationManager>().NavigateTo(address);

        Assert.Equal(rows, circuit.Render<SkippedPage>().AllById("skipped-row").Count);
    }

    [Theory]
    [InlineData("/admin/skipped?reason=nonsense")]
    [InlineData("/admin/skipped?message=x")]
    [InlineData("/admin/skipped?cursor=garbage")]
    [Rule("4.4")]
    public void An_unknown_filter_is_said(string address)
    {
        var circuit = CircuitOf(Bob, "Admin");
        circuit.Services.GetRequiredService<NavigationManager>().NavigateTo(address);

        Assert.Contains("not known", circuit.Render<SkippedPage>().Find("[role=alert]").TextContent, StringComparison.Ordinal);
    }
}
