using Bunit;
using NotifyPortal.Accounts;
using NotifyPortal.Notifications.Components;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Components;

[Rule("8.5")]
public sealed class RowMenuTests : PageTest
{
    [Fact]
    public async Task One_click_mutes_the_type_and_says_how_many_of_the_last_fifty_it_would_have_hidden()
    {
        await SendAsync(Alice, "Too old to count", "posts.likes");
        await SendManyAsync(Alice, 47);
        await SendAsync(Alice, "One", "posts.likes");
        await SendAsync(Alice, "Two", "posts.likes");
        await SendAsync(Alice, "Three", "posts.comments");
        var page = PageOf(Alice);

        await MuteButtons(page)[1].ClickAsync(new());

        Assert.Contains("Posts › Likes muted. Of your last 50 notifications that would have hidden 2.", page.ById("undo").TextContent, StringComparison.Ordinal);
        Assert.False(await App.Preferences().WantsAsync(Alice.Id, "posts.likes"));
    }

    [Fact]
    public async Task Muting_a_base_counts_its_sub_types()
    {
        await SendAsync(Alice, "Likes", "posts.likes");
        await SendAsync(Alice, "System", "system");
        await SendAsync(Alice, "Posts", "posts");

        Assert.Equal((2, 3), await App.Preferences().HiddenByAsync(Alice.Id, "posts"));
    }

    [Fact]
    public async Task It_is_undone()
    {
        await SendAsync(Alice, type: "posts.likes");
        var page = PageOf(Alice);
        await MuteButtons(page)[0].ClickAsync(new());

        await page.Find(".undo__button").ClickAsync(new());

        Assert.True(await App.Preferences().WantsAsync(Alice.Id, "posts.likes"));
    }

    [Fact]
    public async Task What_is_muted_already_is_unmuted()
    {
        await SendAsync(Alice, type: "posts.likes");
        var page = PageOf(Alice);

        await App.MuteAsync(Alice, "posts.likes");

        page.WaitForAssertion(() => Assert.Contains("Unmute Posts › Likes", MuteButtons(page)[0].TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_type_or_with_a_required_or_unknown_one_there_is_nothing_to_mute()
    {
        await App.RequireAsync("security");
        await SendAsync(Alice, "No type");
        await SendAsync(Alice, "Required", "security");
        await SendAsync(Alice, "Unknown", "unheard-of");

        Assert.Empty(MuteButtons(PageOf(Alice)));
    }

    [Fact]
    public async Task Why_is_answered_beneath_the_row()
    {
        await SendAsync(Alice, type: "posts.likes");
        var page = PageOf(Alice);

        await page.FindAll(".menu__list button").Single(b => b.TextContent.Contains("Why did I get this?", StringComparison.Ordinal)).ClickAsync(new());

        page.WaitForAssertion(() => Assert.Contains("sent to you by name", page.ById("why").TextContent, StringComparison.Ordinal));
        Assert.Contains("Its type is Posts › Likes", page.ById("why").TextContent, StringComparison.Ordinal);
    }

    private IRenderedComponent<InboxPage> PageOf(PortalUser user)
    {
        var page = CircuitOf(user).Render<InboxPage>();
        page.WaitForAssertion(() => Assert.NotEmpty(page.Headlines()));

        for (var i = 0; i < page.FindAll(".menu").Count; i++)
        {
            page.FindAll(".menu")[i].TriggerEvent("ontoggle", EventArgs.Empty);
        }

        return page;
    }

    private static IReadOnlyList<AngleSharp.Dom.IElement> MuteButtons(IRenderedComponent<InboxPage> page) => page.AllById("mute");
}
