using Bunit;
using NotifyPortal.Admin;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Components;

public sealed class PruneNowTests : PageTest
{
    [Fact]
    [Rule("12.3")]
    public async Task It_says_what_it_will_touch_before_it_does()
    {
        var id = await SendAsync(Alice);
        await InboxOf(Alice).MarkSeenAsync(id);
        Clock.Advance(TimeSpan.FromDays(91));
        var card = CircuitOf(Alice, "Admin").Render<RetentionCard>();

        await card.ById("prune").ClickAsync(new());
        card.WaitForAssertion(() => Assert.Contains("1 notifications, 0 activities and 1 messages", card.ById("prune-preview").TextContent, StringComparison.Ordinal));
        Assert.Single(await IdsAsync(Alice));

        await card.ById("confirm-prune").ClickAsync(new());
        card.WaitForAssertion(() => Assert.Contains("1 notifications, 0 activities, 1 messages", card.ById("last-prune").TextContent, StringComparison.Ordinal));
        Assert.Empty(await IdsAsync(Alice));
    }

    [Fact]
    [Rule("12.3")]
    public async Task Nothing_to_touch_is_nothing_to_confirm()
    {
        var card = CircuitOf(Alice, "Admin").Render<RetentionCard>();

        await card.ById("prune").ClickAsync(new());

        card.WaitForAssertion(() => Assert.Contains("Nothing is too old.", card.ById("prune-preview").TextContent, StringComparison.Ordinal));
        Assert.Empty(card.AllById("confirm-prune"));
    }

    [Fact]
    [Rule("P11")]
    public async Task Who_is_no_admin_any_more_prunes_nothing()
    {
        await InboxOf(Alice).MarkSeenAsync(await SendAsync(Alice));
        Clock.Advance(TimeSpan.FromDays(91));
        var card = CircuitOf(Alice, "Admin").Render<RetentionCard>();
        await RevokeAdminAsync(Alice);

        await card.ById("prune").ClickAsync(new());

        card.WaitForAssertion(() => Assert.NotNull(card.Find("[role=alert]")));
        Assert.Single(await IdsAsync(Alice));
    }
}
