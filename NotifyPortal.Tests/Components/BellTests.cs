using AngleSharp.Dom;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using NotifyPortal.Accounts;
using NotifyPortal.Activities;
using NotifyPortal.Live;
using NotifyPortal.Notifications;
using NotifyPortal.Notifications.Components;
using NotifyPortal.Tests.Support;
using NotifyPortal.Ui;

namespace NotifyPortal.Tests.Components;

public sealed class BellTests : PageTest
{
    [Fact]
    public void Without_unread_ones_there_is_no_badge()
    {
        var bell = BellOf(Alice);

        Assert.Empty(bell.AllById("bell-badge"));
        Assert.Equal("Notifications", bell.ById("bell").GetAttribute("aria-label"));
    }

    [Fact]
    public async Task The_badge_follows_what_arrives()
    {
        var bell = BellOf(Alice);

        await SendAsync(Alice);
        await SendAsync(Alice);

        bell.WaitForAssertion(() => Assert.Equal("2", bell.ById("bell-badge").TextContent));
        Assert.Equal("Notifications, 2 unread", bell.ById("bell").GetAttribute("aria-label"));
    }

    [Fact]
    public async Task The_badge_stops_at_99_and_the_name_does_not()
    {
        for (var i = 0; i < 100; i++)
        {
            await SendAsync(Alice);
        }

        var bell = BellOf(Alice);

        Assert.Equal("99+", bell.ById("bell-badge").TextContent);
        Assert.Equal("Notifications, 100 unread", bell.ById("bell").GetAttribute("aria-label"));
    }

    [Fact]
    public async Task Other_users_hear_nothing()
    {
        var bobs = CircuitOf(Bob).Render<BellButton>();
        var before = bobs.RenderCount;

        await SendAsync(Alice);
        using var alices = new Listener(App.Get<NotificationBroker>(), LiveTopic.User(Alice.Id));
        await SendAsync(Alice);
        await alices.HeardAsync(); // the broker has long handed everything out

        Assert.Empty(bobs.AllById("bell-badge"));
        Assert.Equal(before, bobs.RenderCount);
    }

    [Fact]
    public async Task Seen_in_one_tab_shows_in_the_other()
    {
        var id = await SendAsync(Alice);
        var other = BellOf(Alice);
        Assert.NotNull(other.ById("bell-badge"));

        await InboxOf(Alice).MarkSeenAsync(id);

        other.WaitForAssertion(() => Assert.Empty(other.AllById("bell-badge")));
    }

    [Fact]
    public async Task The_panel_shows_ten_rows_unread_ones_first()
    {
        var ids = await SendManyAsync(Alice, 12);
        await InboxOf(Alice).MarkSeenAsync(ids[11]);

        var bell = OpenBellOf(Alice);

        Assert.Equal(10, bell.AllById("notification-row").Count);
        Assert.Equal("Number 11", bell.Headlines()[0]);
        Assert.DoesNotContain("Number 12", bell.Headlines());
    }

    [Fact]
    public async Task Opening_marks_nothing_as_seen()
    {
        await SendAsync(Alice);

        OpenBellOf(Alice);

        Assert.Equal(1, await InboxOf(Alice).CountUnreadAsync());
    }

    [Fact]
    public async Task What_the_store_refuses_is_said_and_the_row_stays()
    {
        await SendAsync(Alice, "First");
        var bell = OpenBellOf(Alice);
        await BreakTableAsync("Recipients");

        await bell.Find("[aria-label=Dismiss]").ClickAsync(new());
        await Button(bell, "Mark all as seen").ClickAsync(new());

        Assert.Equal(2, bell.FindAll("[role=alert]").Count);
        Assert.Equal(["First"], bell.Headlines());
    }

    [Fact]
    public async Task New_rows_appear_in_the_open_panel()
    {
        await SendAsync(Alice, "First");
        var bell = OpenBellOf(Alice);

        await SendAsync(Alice, "Second");

        bell.WaitForAssertion(() => Assert.Equal(["Second", "First"], bell.Headlines()));
    }

    [Fact]
    public async Task Under_the_readers_hand_new_rows_wait_in_a_pill()
    {
        await SendAsync(Alice, "First");
        var bell = OpenBellOf(Alice);
        await bell.Find(".panel__rows").TriggerEventAsync("onmouseenter", EventArgs.Empty);

        await SendAsync(Alice, "Second");

        bell.WaitForAssertion(() => Assert.Equal("1 new", bell.Find(".panel__pill").TextContent));
        Assert.Equal(["First"], bell.Headlines());
        await bell.Find(".panel__pill").ClickAsync(new());
        Assert.Equal(["Second", "First"], bell.Headlines());
    }

    [Fact]
    public async Task Mark_all_leaves_what_waits_in_the_pill_unread()
    {
        await SendAsync(Alice, "First");
        var bell = OpenBellOf(Alice);
        await bell.Find(".panel__rows").TriggerEventAsync("onmouseenter", EventArgs.Empty);
        await SendAsync(Alice, "Second");
        bell.WaitForAssertion(() => Assert.NotNull(bell.Find(".panel__pill")));

        await Button(bell, "Mark all as seen").ClickAsync(new());

        bell.WaitForAssertion(() => Assert.Equal("1", bell.ById("bell-badge").TextContent));
    }

    [Fact]
    public async Task A_dismissed_row_leaves_the_panel_and_comes_back_by_undo()
    {
        await SendAsync(Alice, "First");
        await SendAsync(Alice, "Second");
        var bell = OpenBellOf(Alice);

        await bell.Find("[data-testid=notification-row] .item__actions [aria-label=Dismiss]").ClickAsync(new());

        bell.WaitForAssertion(() => Assert.Equal(["First"], bell.Headlines()));

        await bell.Find(".undo__bar button").ClickAsync(new());

        bell.WaitForAssertion(() => Assert.Equal(["Second", "First"], bell.Headlines()));
    }

    [Fact]
    [Rule("3.4")]
    public async Task A_folded_row_says_how_often_and_who()
    {
        foreach (var name in new[] { "Ann", "Ben", "Alice", "Ann", "Cat", "Alice" })
        {
            await Notifications.CreateAsync(Alice.Id, new NotificationDraft { Title = "Comments", CollapseKey = "post", Actor = new Actor(null, name) });
        }

        var bell = OpenBellOf(Alice);

        Assert.Equal("×6", bell.Find(".text__times").TextContent);
        Assert.Equal("Alice and 3 others", bell.Find(".text__detail").TextContent.Trim());
    }

    [Fact]
    public void An_empty_panel_says_so() => Assert.Contains("You're all caught up.", OpenBellOf(Alice).Markup, StringComparison.Ordinal);

    [Fact]
    public async Task A_store_that_does_not_answer_is_said_and_the_page_lives_on()
    {
        await SendAsync(Alice, "First");
        var bell = BellOf(Alice);
        await BreakStoreAsync();

        await Toggle(bell, true);
        bell.WaitForAssertion(() => Assert.Contains("cannot be shown right now", bell.Find("[role=alert]").TextContent, StringComparison.Ordinal));

        await MendStoreAsync();
        await Button(bell, "Try again").ClickAsync(new());
        bell.WaitForAssertion(() => Assert.Equal(["First"], bell.Headlines()));
    }

    [Fact]
    [Rule("9.1")]
    public async Task A_text_is_text_whatever_it_contains()
    {
        await SendAsync(Alice, "<img src=x onerror=alert(1)>");

        var bell = OpenBellOf(Alice);

        Assert.Empty(bell.FindAll(".text img"));
        Assert.Equal("<img src=x onerror=alert(1)>", bell.Headlines()[0]);
    }

    [Fact]
    public async Task Closed_pages_leave_no_listener_behind()
    {
        var circuit = CircuitOf(Alice);
        var others = App.Get<NotificationBroker>().SubscriberCount; // the portal's own
        var bell = circuit.Render<Bell>();
        await Toggle(bell, true);
        Assert.Equal(others + 1, App.Get<NotificationBroker>().SubscriberCount); // the button, the panel, and what its rows can mute: one page

        await circuit.DisposeComponentsAsync();

        Assert.Equal(others, App.Get<NotificationBroker>().SubscriberCount);
    }

    // A page that everyone's "read again" draws says nothing of whom a notification reaches.
    protected override void Extend(IServiceCollection services) => LeaveOutWatch(services);

    private IRenderedComponent<Bell> BellOf(PortalUser user) => CircuitOf(user).Render<Bell>();

    private IRenderedComponent<Bell> OpenBellOf(PortalUser user)
    {
        var bell = BellOf(user);
        Toggle(bell, true).GetAwaiter().GetResult();
        bell.WaitForAssertion(() => Assert.Empty(bell.FindAll(".panel__skeleton")));

        return bell;
    }

    private static Task Toggle(IRenderedComponent<Bell> bell, bool open) =>
        bell.ById("bell-panel").TriggerEventAsync("onpopovertoggle", new PopoverToggleEventArgs { Open = open });

    private static IElement Button(IRenderedComponent<Bell> bell, string text) => bell.FindAll("button").Single(b => b.TextContent == text);
}
