using Bunit;
using NotifyPortal.Notifications.Components;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Components;

/// <summary>What a page draws when something happens: what has changed, and no more.</summary>
public sealed class RowDrawingTests : PageTest
{
    [Fact]
    public async Task A_new_row_draws_no_other()
    {
        await SendManyAsync(Alice, 3);
        var page = CircuitOf(Alice).Render<Unread>();
        page.WaitForAssertion(() => Assert.Equal(3, page.Headlines().Count));
        var before = Drawn(page);

        await SendAsync(Alice, "New");

        page.WaitForAssertion(() => Assert.Equal("New", page.Headlines()[0]));
        var after = Drawn(page);
        Assert.All(before, row => Assert.Equal(row.Value, after[row.Key]));
    }

    [Fact]
    public async Task A_row_that_has_changed_is_drawn()
    {
        var ids = await SendManyAsync(Alice, 2);
        var page = CircuitOf(Alice).Render<BellPanel>();
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".item--unread").Count));

        await InboxOf(Alice).MarkSeenAsync(ids[0]);

        page.WaitForAssertion(() => Assert.Single(page.FindAll(".item--unread")));
    }

    private static Dictionary<long, int> Drawn(IRenderedComponent<Unread> page) =>
        page.FindComponents<NotificationItem>().ToDictionary(row => row.Instance.Item.Id, row => row.RenderCount);
}
